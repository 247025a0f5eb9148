package dev.heir.integration.health;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How providers are watched. */
@ConfigMapping(prefix = "integration.health")
public interface HealthSettings {

    /**
     * How often a process of one's own sweeps, or {@code off}: an outage is seen within a minute. On Lambda a schedule
     * calls the function. Text, since the scheduler reads it.
     */
    @WithDefault("60s")
    String every();

    /** Traffic of this time is measured: long enough for percentiles, short enough that a recovery shows soon. */
    @WithDefault("5m")
    Duration window();

    /** Failures in a row, at every endpoint asked, before a provider counts as down; one call makes two or three. */
    @WithDefault("3")
    int downAfter();

    /** Share of failed attempts from which on a provider that still answers is a warning. */
    @WithDefault("0.05")
    double warnAt();

    /** An outage seen for longer than this is brought to a person; calls and sweep agree on it. */
    @WithDefault("${integration.call.sustained-outage:5m}")
    Duration sustainedOutage();

    /** A probe ends within this time, so that a sweep of many dead providers ends before the next one is due. */
    @WithDefault("4s")
    Duration probeDeadline();

    /** Probes of one sweep; the others stay due. With the deadline above and all in parallel a sweep stays under 10 s. */
    @WithDefault("256")
    int probes();
}
