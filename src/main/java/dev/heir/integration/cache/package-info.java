/** Answers kept for later: fresh ones instead of a call, stale ones when a call fails, always with their age. */
@NullMarked
package dev.heir.integration.cache;

import org.jspecify.annotations.NullMarked;
