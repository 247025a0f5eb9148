package dev.heir.integration.health;

import dev.heir.integration.provider.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What sweeps measured and judged, for the whole fleet. */
public interface Standings {

    /**
     * Measures, lets the judge decide and stores what it decided, in one transaction that no other sweep shares: two
     * instances that sweep at once open one case, not two.
     *
     * @param window how far back to measure
     * @param sustained how long an outage has to last again after its case was resolved
     */
    Revised revise(List<Provider> providers, Duration window, Duration sustained, Judge judge);

    Optional<Standing> find(String provider);

    /** Every judged provider, by id. */
    List<Standing> all();

    /**
     * Judged providers in the order of ids.
     *
     * @param after the last id that was seen
     */
    List<Standing> page(Optional<String> after, int most);

    /** Whether the last sweep saw our own network down, so that standings of providers outside it are those of before. */
    boolean troubled();

    /** The newest changes of a provider's state, newest first. */
    List<Change> changes(String provider, int most);

    /**
     * Takes the probes that are due for this instance alone, by the database's clock, the longest overdue first.
     *
     * @param every how often each provider wants to be probed
     * @return ids of the providers to probe now
     */
    List<String> claimProbes(Map<String, Duration> every, int most);

    /** Decides from what was measured; pure. */
    interface Judge {
        Verdict judge(Measured measured);
    }

    /**
     * @param before what the sweep before stored, by provider
     * @param troubled whether sweeps saw our own network down within the window
     * @param now by the database's clock
     */
    record Measured(List<Evidence> evidence, Map<String, Standing> before, boolean troubled, Instant now) {}

    /**
     * @param standings without those that cannot be judged and never were
     * @param sustained those whose outage a person must hear of
     * @param ownTrouble whether our own network is down
     */
    record Verdict(List<Standing> standings, List<Standing> sustained, boolean ownTrouble) {}

    /** @param opened ids of the cases that this sweep opened */
    record Revised(Verdict verdict, List<String> opened) {}

    /** One change of state. */
    record Change(Instant at, Colour colour, Phase phase, List<String> reasons) {}
}
