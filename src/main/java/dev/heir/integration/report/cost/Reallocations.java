package dev.heir.integration.report.cost;

import dev.heir.integration.provider.TierShares;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What tiers asked for, and how shares were or should be changed for it. */
public interface Reallocations {

    /** What each provider's tiers asked for on the closed days since then. */
    Map<String, List<TierUse>> use(LocalDate from);

    /**
     * Records a proposal, in place of one that nobody took up, or applies it for the whole fleet. A provider gets at most
     * one a week: the effect of the one before must be seen first.
     *
     * @param apply whether it is to hold from now on, for as long as the shares in the provider's document stay the same
     * @return whether it was recorded
     */
    boolean record(String provider, Reallocation made, boolean apply);

    /** The newest first. */
    List<Made> newest(Optional<String> provider, int most);

    /** What became of a proposal. */
    enum State {
        /** A person may put the shares into the provider's document. */
        PROPOSED,
        /** The shares hold. */
        APPLIED,
        /** Another one took its place. */
        SUPERSEDED
    }

    record Made(String provider, Instant at, State state, TierShares from, TierShares to, String reason) {}
}
