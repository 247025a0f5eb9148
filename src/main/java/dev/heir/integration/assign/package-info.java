/**
 * Work orders: a requirement becomes specialists, phases, deliverables and success criteria (the function
 * {@code assign}).
 *
 * <p>Planning and checking are pure: they are handed the requirement and the facts. A criterion is met only by what
 * the running integration has shown, never by what was promised.
 */
@NullMarked
package dev.heir.integration.assign;

import org.jspecify.annotations.NullMarked;
