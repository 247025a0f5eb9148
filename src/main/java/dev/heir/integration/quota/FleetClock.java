package dev.heir.integration.quota;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The database's clock as this process knows it. The machine's own clocks only measure how long ago it was read: a
 * frozen machine's ticker stands still while its wall clock goes on, a wall clock that is set jumps while the ticker
 * goes on, so now lies between what the two say.
 */
@Singleton
public final class FleetClock {

    /** Readings of one clock, taken by several threads, differ by less. */
    private static final long PUT_BACK = 50_000;

    private final Clock clock;
    private final Ticker ticker;
    private final AtomicInteger putBack = new AtomicInteger();
    private volatile @Nullable Reading last;

    public FleetClock(Clock clock, Ticker ticker) {
        this.clock = clock;
        this.ticker = ticker;
    }

    /** What this machine's own clocks show at one instant. */
    public record Shown(long ticks, long wallMicros) {

        private long leastSince(Shown before) {
            return Math.min(ticksSince(before), wallMicros - before.wallMicros);
        }

        private long mostSince(Shown before) {
            return Math.max(ticksSince(before), wallMicros - before.wallMicros);
        }

        private long ticksSince(Shown before) {
            return (ticks - before.ticks) / 1000;
        }
    }

    private record Reading(long micros, Shown asked, Shown received) {}

    /** Before the database is asked; hand it to {@link #read}. */
    public Shown asked() {
        return new Shown(ticker.nanos(), wall());
    }

    /**
     * Takes a reading. When in between the clock showed it is not known: this process may have been frozen meanwhile.
     *
     * @param asked what {@link #asked} said
     * @param answered what the database's clock showed since
     */
    public void read(Shown asked, Instant answered) {
        long micros = Moment.micros(answered);
        Reading before = last;
        // At least what the ticker says has gone by, and more when this process was frozen.
        if (before != null && micros + PUT_BACK < before.micros() + asked.ticksSince(before.received())) {
            putBack.incrementAndGet();
        }
        last = new Reading(micros, asked, asked());
    }

    /** Before the first reading, nothing is known: it is then any time at all. */
    public Moment now() {
        Reading known = last;
        if (known == null) {
            return new Moment(0, Long.MAX_VALUE / 4);
        }
        Shown now = asked();
        return new Moment(
                known.micros() + Math.max(0, now.leastSince(known.received())),
                known.micros() + Math.max(0, now.mostSince(known.asked())) + 1);
    }

    /** How often the database's clock was put back: what was valid before must not become valid again. */
    int timesPutBack() {
        return putBack.get();
    }

    /** What this machine's own clock shows, for whoever only looks on. */
    Instant wallTime() {
        return clock.instant();
    }

    /** By this machine's clock, for callers who know no other. */
    Instant here(long fleetMicros) {
        return clock.instant().plus(in(fleetMicros));
    }

    /** By the database's clock, for an instant by this machine's. */
    long there(Instant here) {
        return now().latestMicros() + Moment.micros(here) - wall();
    }

    /** The same, or earlier, never later; nothing before the first reading. */
    public Optional<Instant> thereAtTheEarliest(Instant here) {
        return last == null
                ? Optional.empty()
                : Optional.of(Moment.instant(now().earliestMicros() + Moment.micros(here) - wall()));
    }

    /** How long until then; negative when it is over. */
    Duration in(long fleetMicros) {
        return Duration.ofNanos((fleetMicros - now().earliestMicros()) * 1000);
    }

    private long wall() {
        return Moment.micros(clock.instant());
    }
}
