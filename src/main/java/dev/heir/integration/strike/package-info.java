/**
 * What to do when a call goes wrong: which symptom it is, which remedy comes next, how long to wait, whether a request
 * may be repeated, whether the circuit is open.
 *
 * <p>Pure decisions: time, limits and randomness come in as parameters, nothing is read or sent from here.
 */
@NullMarked
package dev.heir.integration.strike;

import org.jspecify.annotations.NullMarked;
