package dev.heir.integration.assign;

import dev.heir.integration.provider.Durations;
import dev.heir.integration.provider.Probe;
import dev.heir.integration.provider.Provider;
import java.time.Duration;
import java.time.Instant;

/** The checks of how one provider is watched. */
record WatchFindings(ProviderSteps next, ApiNeed need, ProviderFacts facts, Instant now) {

    /** Sweeps are due every minute. */
    private static final Duration SWEEP = Duration.ofMinutes(1);

    /** One that is late is no sign; so many that were missed are. */
    private static final int MISSED = 5;

    WatchFindings(String id, ApiNeed need, ProviderFacts facts, Instant now) {
        this(new ProviderSteps(id, facts), need, facts, now);
    }

    Finding probeConfigured() {
        return facts.registered()
                .map(provider -> provider.probe()
                        .map(probe -> Finding.met(probe.operation() + " every " + probe.every()))
                        .orElseGet(() -> Finding.notMet("its document has no probe", next.configureProbe(provider))))
                .orElseGet(() ->
                        Finding.notMet("there is no such provider", next.register(need.authenticationOf(next.id()))));
    }

    Finding probeGreen() {
        return facts.probe()
                .map(probe -> {
                    if (probe.at().isBefore(now.minus(probeAge()))) {
                        return Finding.unknown(
                                "last probed at " + probe.at() + ", more than " + Durations.write(probeAge()) + " ago",
                                next.sweep());
                    }
                    return probe.green()
                            ? Finding.met("green at " + probe.at() + ": " + probe.detail())
                            : Finding.notMet("not green at " + probe.at() + ": " + probe.detail(), next.readHealth());
                })
                .orElseGet(() -> Finding.unknown("it was never probed", next.sweep()));
    }

    /** A few of the provider's own intervals, which cannot be shorter than the sweep's. */
    private Duration probeAge() {
        Duration every = facts.registered()
                .flatMap(Provider::probe)
                .map(Probe::every)
                .filter(time -> time.compareTo(SWEEP) > 0)
                .orElse(SWEEP);
        return every.multipliedBy(MISSED);
    }

    Finding standingPresent() {
        return facts.standing()
                .map(standing -> standing.at().isBefore(now.minus(SWEEP.multipliedBy(MISSED)))
                        ? Finding.notMet(
                                "last judged at " + standing.at() + ", more than "
                                        + Durations.write(SWEEP.multipliedBy(MISSED))
                                        + " ago: nobody sweeps, or nobody outside can be heard",
                                next.sweep())
                        : Finding.met(standing.colour() + " at " + standing.at() + ": " + standing.reason()))
                .orElseGet(() -> Finding.notMet("the sweep has not judged it yet", next.sweep()));
    }

    Finding noOpenEscalation() {
        return facts.openEscalation()
                .map(escalation -> Finding.notMet("open: " + escalation, next.resolve(escalation)))
                .orElseGet(() -> Finding.met("none is open"));
    }
}
