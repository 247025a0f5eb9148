package dev.heir.integration.quota;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/** The units that a holding may spend, and the lot that they are taken from: both change as one. */
final class Stock {

    private static final AtomicReferenceFieldUpdater<Stock, Held> HELD =
            AtomicReferenceFieldUpdater.newUpdater(Stock.class, Held.class, "held");

    private final FleetClock clock;
    private volatile Held held = new Held(0, new Lot(new Lot.Term(0, 0, 0)));

    Stock(FleetClock clock) {
        this.clock = clock;
    }

    /** @param units negative when calls cost more than was set aside for them and nothing else was left */
    private record Held(long units, Lot lot) {
        Held plus(long more) {
            return new Held(units + more, lot);
        }
    }

    /**
     * @param lot of what was taken until now
     * @param left of its units
     * @param kept of those, for the next lot
     */
    record Closed(Lot lot, long left, long kept) {}

    long units() {
        return held.units();
    }

    long until() {
        return held.lot().term().until();
    }

    boolean isValid() {
        return held.lot().isValid(clock);
    }

    /** @return the lot they were taken from; null when they are not there, or not valid */
    @Nullable
    Lot take(long cost) {
        while (true) {
            Held had = held;
            if (had.units() < cost || !had.lot().isValid(clock)) {
                return null;
            }
            if (HELD.compareAndSet(this, had, had.plus(-cost))) {
                if (had.lot().isValid(clock)) {
                    return had.lot();
                }
                // It lapsed in between, or this process was frozen: what was taken must not be sent.
                var _ = correct(had.lot(), -cost);
                return null;
            }
        }
    }

    /**
     * Takes units more, or fewer when negative, than were taken of a lot.
     *
     * @return whether the lot was still open; else it was told, and the fleet is to be told of this
     */
    boolean correct(Lot lot, long units) {
        while (true) {
            Held had = held;
            if (had.lot() != lot) {
                return false;
            }
            if (HELD.compareAndSet(this, had, had.plus(-units))) {
                return true;
            }
        }
    }

    /** Begins a new lot with at most so many units of the last one's, to be spent within its term. */
    Closed close(long atMost) {
        while (true) {
            Held had = held;
            long kept = Math.clamp(had.units(), 0, atMost);
            if (HELD.compareAndSet(this, had, new Held(kept, new Lot(had.lot().term())))) {
                return new Closed(had.lot(), had.units(), kept);
            }
        }
    }

    /** Units beside those that are left, or fewer when negative; all may be spent within this term. */
    void add(long units, Lot.Term term) {
        // First the units: what lapsed must be gone before the term makes the rest valid.
        HELD.updateAndGet(this, had -> had.plus(units)).lot().last(term);
    }
}
