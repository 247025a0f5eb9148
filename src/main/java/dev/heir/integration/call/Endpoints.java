package dev.heir.integration.call;

import dev.heir.integration.provider.Provider;
import dev.heir.integration.strike.Circuit;
import dev.heir.integration.strike.CircuitBreaker;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The base URLs of one provider during one call: the primary and its alternatives, each behind its circuit. */
final class Endpoints {

    private final Fleet fleet;
    private final CircuitBreaker breaker;
    private final Journey journey;
    private final String provider;
    private final Optional<String> credential;
    private final List<String> targets;

    Endpoints(Means means, Journey journey, Provider provider, Optional<String> credential) {
        this.fleet = means.fleet();
        this.breaker = means.breaker();
        this.journey = journey;
        this.provider = provider.id();
        this.credential = credential;
        this.targets = Stream.concat(Stream.of(provider.baseUrl()), provider.alternatives().stream())
                .map(URI::toString)
                .toList();
    }

    String primary() {
        return targets.getFirst();
    }

    Fleet.View view(String target) {
        return fleet.view(provider, target, credential);
    }

    /** A target that asked for quiet and is believed; {@code until} is not after now when its first probes are out. */
    record Quiet(String target, Instant until) {}

    /** That no endpoint lets a call in: since when that is so of all of them, and when the first is looked at again. */
    record Outage(Instant since, Optional<Instant> until) {}

    /** Whether the circuit lets a call through. */
    boolean passes(String target, Instant now) {
        return breaker.passes(view(target).circuit(), now);
    }

    /** From when on it may be asked: now, or when the quiet is over that it asked for; empty when nobody can say. */
    Optional<Instant> from(String target, Instant now) {
        return passes(target, now)
                ? Optional.of(now)
                : quiet(target, now).map(Quiet::until).map(until -> until.isAfter(now) ? until : now);
    }

    /** Of the targets that let no call in because they asked for quiet, the one whose quiet ends first. */
    Optional<Quiet> firstQuiet(Instant now) {
        return targets.stream().flatMap(target -> quiet(target, now).stream()).min(Comparator.comparing(Quiet::until));
    }

    private Optional<Quiet> quiet(String target, Instant now) {
        Fleet.View view = view(target);
        Circuit circuit = breaker.at(view.circuit(), now);
        return view.quietUntil()
                // The breaker may keep it open for longer than was asked: that is its own judgement again.
                .filter(asked -> !(circuit instanceof Circuit.Open open && asked.isBefore(open.until())))
                .map(asked -> new Quiet(target, asked));
    }

    /** Empty when an endpoint lets calls in. */
    Optional<Outage> outage(Instant now) {
        if (anyPasses(now)) {
            return Optional.empty();
        }
        List<Instant> since = new ArrayList<>();
        List<Instant> until = new ArrayList<>();
        for (String target : targets) {
            switch (breaker.at(view(target).circuit(), now)) {
                case Circuit.Closed _ -> {}
                case Circuit.HalfOpen half -> since.add(half.since());
                case Circuit.Open open -> {
                    since.add(open.since());
                    until.add(open.until());
                }
            }
        }
        return since.stream()
                .max(Comparator.naturalOrder())
                .map(latest -> new Outage(latest, until.stream().min(Comparator.naturalOrder())));
    }

    boolean anyPasses(Instant now) {
        return targets.stream().anyMatch(target -> passes(target, now));
    }

    /**
     * Leave to ask the target, with one of the probes that its circuit gives out where it asks for that.
     *
     * @param attempt how long the attempt may take: a probe that was not heard of by then died with its instance
     */
    Optional<Entry> enter(String target, Instant now, Duration attempt) {
        Circuit circuit = breaker.at(view(target).circuit(), now);
        if (circuit instanceof Circuit.Closed) {
            return Optional.of(new Entry(target, circuit));
        }
        return breaker.passes(circuit, now) && fleet.claimProbe(target, attempt)
                // Looked at again: another instance's probe may have closed it in between.
                ? Optional.of(new Entry(target, breaker.at(view(target).circuit(), now)))
                : Optional.empty();
    }

    /** The first that would let a call in; it is not entered. */
    Optional<String> first(Instant now) {
        return targets.stream().filter(target -> passes(target, now)).findFirst();
    }

    /** The first that lets the call in, beginning with the primary. */
    Optional<Entry> enterAny(Instant now, Duration attempt) {
        return targets.stream()
                .flatMap(target -> enter(target, now, attempt).stream())
                .findFirst();
    }

    /** The first other one that lets the call in, those asked least in this call first. */
    Optional<Entry> enterOther(String than, Instant now, Duration attempt) {
        return others(than)
                .flatMap(target -> enter(target, now, attempt).stream())
                .findFirst();
    }

    /** Whether there is another one that was not asked in this call yet and is not known to be down. */
    boolean hasUntried(String than, Instant now) {
        return others(than).anyMatch(other -> journey.asked(other) == 0 && passes(other, now));
    }

    /** Whether there is another one that was asked less often in this call and is not known to be down. */
    boolean hasBetter(String than, Instant now) {
        return others(than).anyMatch(other -> journey.asked(other) < journey.asked(than) && passes(other, now));
    }

    private Stream<String> others(String than) {
        return targets.stream().filter(target -> !target.equals(than)).sorted(Comparator.comparingLong(journey::asked));
    }
}
