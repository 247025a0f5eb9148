package dev.heir.integration.quota;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Callers in line for the units of one holding, first come first served; one of them at a time asks for all. */
final class Line {

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
    private boolean led;

    /** Read without the lock by everyone who would pass the line by. */
    private volatile boolean anyone;

    /** Joins at the end; with nobody leading, the one that joins leads. */
    void join(Waiter waiter) {
        lock.lock();
        try {
            waiting.add(waiter);
            anyone = true;
            if (!led) {
                led = true;
                waiter.lead();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes the lead without waiting for anything. @return whether nobody had it */
    boolean takeLead() {
        lock.lock();
        try {
            boolean free = !led;
            led = true;
            return free;
        } finally {
            lock.unlock();
        }
    }

    void handOver() {
        lock.lock();
        try {
            Waiter next = waiting.peek();
            led = next != null;
            if (next != null) {
                next.lead();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isWaiting() {
        return anyone;
    }

    int length() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Of those in line, who stays there beyond that instant. */
    long beyond(long instant) {
        lock.lock();
        try {
            return waiting.stream()
                    .filter(waiter -> waiter.waitsUntil > instant)
                    .count();
        } finally {
            lock.unlock();
        }
    }

    /** Leaves without having been served. */
    void leave(Waiter waiter) {
        lock.lock();
        try {
            waiting.remove(waiter);
            anyone = !waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** What all in line need together, and what the first of them needs. */
    Need need() {
        lock.lock();
        try {
            Waiter first = waiting.peek();
            return new Need(waiting.stream().mapToLong(waiter -> waiter.cost).sum(), first == null ? 0 : first.cost);
        } finally {
            lock.unlock();
        }
    }

    record Need(long all, long first) {}

    /** Serves from the head for as long as units are there. */
    void serve(Stock stock) {
        lock.lock();
        try {
            for (Waiter first = waiting.peek(); first != null; first = waiting.peek()) {
                Lot lot = stock.take(first.cost);
                if (lot == null) {
                    break;
                }
                waiting.remove().finish(lot.taken());
            }
            anyone = !waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Sends away whom this concerns. */
    void send(Predicate<Waiter> whom, Taken answer) {
        lock.lock();
        try {
            for (Iterator<Waiter> each = waiting.iterator(); each.hasNext(); ) {
                Waiter waiter = each.next();
                if (whom.test(waiter)) {
                    each.remove();
                    waiter.finish(answer);
                }
            }
            anyone = !waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
