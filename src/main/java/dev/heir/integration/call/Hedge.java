package dev.heir.integration.call;

import dev.heir.integration.credential.Signature;
import dev.heir.integration.quota.Permit;
import dev.heir.integration.strike.Circuit;
import dev.heir.integration.strike.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Sends a leg's request, and once more when it is slower than nearly all before it and nobody is kept from anything by that. */
final class Hedge {

    /** What must be left of every limit and budget: the last fifth is for those who have not been asked once. */
    private static final double SPARE = 0.2;

    private final Means means;
    private final Journey journey;
    private final Endpoints endpoints;
    private final Admission admission;
    private final Exchange exchange;

    Hedge(Means means, Journey journey, Endpoints endpoints, Admission admission, Exchange exchange) {
        this.means = means;
        this.journey = journey;
        this.endpoints = endpoints;
        this.admission = admission;
        this.exchange = exchange;
    }

    Exchange.Seen send(PlannedCall call, Entry entry, Signature signature, Permit permit, Duration time) {
        if (!Hedging.isFor(call) || !call.equals(journey.call())) {
            return exchange.send(call, entry, signature, permit, time);
        }
        Instant started = means.clock().instant();
        Optional<Duration> headStart = means.hedging()
                .after(call)
                .filter(_ -> entry.circuit() instanceof Circuit.Closed)
                .filter(wait -> wait.plus(means.config().leastAttempt()).compareTo(time) < 0);
        Exchange.Seen seen = headStart.isEmpty()
                ? exchange.send(call, entry, signature, permit, time)
                : raced(call, entry, signature, permit, time, headStart.get());
        // Of a request that lost its race it is known only that it took longer than that: so much is remembered.
        if (exchange.isGood(seen.reply())) {
            means.hedging().saw(call, Duration.between(started, means.clock().instant()));
        }
        return seen;
    }

    private Exchange.Seen raced(
            PlannedCall call, Entry entry, Signature signature, Permit permit, Duration time, Duration headStart) {
        Instant end = means.clock().instant().plus(time);
        Second second = new Second();
        exchange.asking(call);
        Race.Finish finish;
        try {
            finish = Race.run(
                    means.clock(),
                    () -> means.wire().send(journey.asked(), entry.target(), signature, time, exchange.hops(call)),
                    headStart,
                    () -> second.asked(call, entry, () -> means.wire()
                            .send(
                                    journey.asked(),
                                    entry.target(),
                                    signature,
                                    Duration.between(means.clock().instant(), end),
                                    exchange.hops(call))),
                    exchange::isGood);
        } catch (RuntimeException | Error trouble) {
            permit.unpaid();
            second.units.ifPresent(Permit::unpaid);
            throw trouble;
        }
        Optional<Exchange.Seen> one = told(call, entry, permit, time, finish.first());
        Optional<Exchange.Seen> two = finish.second()
                .flatMap(lap -> told(call, entry, second.units.orElseThrow(), time.minus(headStart), lap));
        return better(one, two).orElseThrow(() -> failure(finish));
    }

    /** The units of the second request, from when it is sent. */
    private final class Second {
        private Optional<Permit> units = Optional.empty();

        Optional<Race.Second> asked(PlannedCall call, Entry entry, Race.Sending sending) {
            Fleet.View view = endpoints.view(entry.target());
            if (view.usageWarning() || !means.retryBudget().allows(view.provider())) {
                return Optional.empty();
            }
            Optional<Permit> had = admission.unitsAtOnce(call, means.clock().instant());
            if (had.filter(permit -> permit.leaves(SPARE)).isEmpty()) {
                had.ifPresent(Permit::giveBack);
                return Optional.empty();
            }
            Permit permit = had.get();
            return Optional.of(new Race.Second() {
                @Override
                public Reply send() {
                    return sending.send();
                }

                @Override
                public void entering() {
                    units = Optional.of(permit);
                }

                @Override
                public void notNeeded() {
                    permit.giveBack();
                }
            });
        }
    }

    private Optional<Exchange.Seen> told(PlannedCall call, Entry entry, Permit permit, Duration time, Race.Lap lap) {
        if (lap.isCancelled()) {
            exchange.cancelled(call, entry, permit, lap.started(), lap.ended());
        }
        lap.thrown().ifPresent(_ -> permit.unpaid());
        return lap.reply().map(reply -> exchange.heard(call, entry, permit, time, reply, lap.started(), lap.ended()));
    }

    /** The good one, or the one that says when to come back. */
    private Optional<Exchange.Seen> better(Optional<Exchange.Seen> one, Optional<Exchange.Seen> two) {
        if (one.isEmpty() || two.isEmpty()) {
            return one.or(() -> two);
        }
        boolean isToldMore = one.get().said().retryAt().isEmpty()
                && two.get().said().retryAt().isPresent();
        boolean second = !exchange.isGood(one.get().reply())
                && (exchange.isGood(two.get().reply()) || isToldMore);
        return second ? two : one;
    }

    private static RuntimeException failure(Race.Finish finish) {
        Throwable thrown = finish.first()
                .thrown()
                .or(() -> finish.second().flatMap(Race.Lap::thrown))
                .orElseGet(() -> new IllegalStateException("both of two requests were cancelled"));
        return thrown instanceof RuntimeException ours
                ? ours
                : new IllegalStateException("a request ended with an error of our own", thrown);
    }
}
