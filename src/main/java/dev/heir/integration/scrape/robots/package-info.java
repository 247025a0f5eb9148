/**
 * robots.txt as RFC 9309 reads it: bytes to lines, lines to groups, groups to the rules for one robot. Knows no HTTP and
 * keeps nothing.
 */
@NullMarked
package dev.heir.integration.scrape.robots;

import org.jspecify.annotations.NullMarked;
