/**
 * Watching pages: what a look at one says, what of it is noise, and which changes are told. Pure: looks and time come in, changes
 * come out; who looks, keeps and tells is elsewhere.
 */
@NullMarked
package dev.heir.integration.scrape.monitor;

import org.jspecify.annotations.NullMarked;
