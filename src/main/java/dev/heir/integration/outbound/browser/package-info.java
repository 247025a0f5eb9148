/**
 * A real browser for pages that say nothing without one, by WebDriver. Whatever it asks for passes our own rules first, and
 * our own wall on its way out.
 */
@NullMarked
package dev.heir.integration.outbound.browser;

import org.jspecify.annotations.NullMarked;
