package dev.heir.integration.call;

import dev.heir.integration.strike.Circuit;

/**
 * Leave to ask an endpoint now.
 *
 * @param target the base URL
 * @param circuit as it stood when the leave was given, and not as others turn it until the answer comes
 */
record Entry(String target, Circuit circuit) {

    /** Whether this attempt is to find out if the target is well again; only such a one may close its circuit. */
    boolean isProbe() {
        return !(circuit instanceof Circuit.Closed);
    }
}
