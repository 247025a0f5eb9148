package dev.heir.integration.call;

import java.util.List;

/** Takes back, for the whole fleet, that a provider is left alone: a person knows better than what it said or did. */
public interface Lifting {

    /**
     * Closes the circuits of the provider's targets and forgets how long it asked to be left alone. In the audit log, with
     * who did it; where there was nothing to lift, nothing is written.
     *
     * @throws Ledger.LedgerUnavailable when nothing was changed, or it cannot be known
     */
    Lifted lift(String provider);

    /**
     * @param targets whose circuits were not closed
     * @param throttles credentials that were told to stay away; everyone counts as one
     */
    record Lifted(List<String> targets, int throttles) {

        public Lifted {
            targets = List.copyOf(targets);
        }
    }
}
