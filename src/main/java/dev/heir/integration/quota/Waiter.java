package dev.heir.integration.quota;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A caller that waits in line for units, on its own thread. */
final class Waiter {

    final long cost;

    /** By the database's clock; in the past for one that does not wait. */
    final long waitsUntil;

    private final Thread thread = Thread.currentThread();
    private volatile Optional<Taken> outcome = Optional.empty();
    private volatile boolean leads;

    Waiter(long cost, long waitsUntil) {
        this.cost = cost;
        this.waitsUntil = waitsUntil;
    }

    Optional<Taken> outcome() {
        return outcome;
    }

    void finish(Taken taken) {
        outcome = Optional.of(taken);
        LockSupport.unpark(thread);
    }

    void lead() {
        leads = true;
        LockSupport.unpark(thread);
    }

    /** Until it is served, or is to ask for all. */
    void await() {
        boolean interrupted = false;
        while (outcome.isEmpty() && !leads) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted(); // who leads will serve it: it cannot leave the line unseen
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
