/**
 * Pages: fetched with robots.txt respected and one politeness clock per host, read with selectors, kept with an honest
 * state (the function {@code scrape}).
 *
 * <p>A website that does not want to be read is reported as such and left alone. Nothing here evades anything.
 */
@NullMarked
package dev.heir.integration.scrape;

import org.jspecify.annotations.NullMarked;
