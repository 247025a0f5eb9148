package dev.heir.integration.persistence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers that arrive together share one commit, on their own threads: the first becomes the leader and writes
 * for everyone who queued up, then passes the lead to the next in line, so nobody works for others twice. A thread of
 * our own would be frozen with its Lambda instance while callers wait for it.
 *
 * @param <T> what is written
 * @param <R> what became of it
 */
final class GroupCommit<T, R> {

    private final int most;
    private final Function<List<T>, List<R>> write;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Waiting<T, R>> queue = new ArrayDeque<>();
    private boolean led;

    /**
     * @param most how many share one commit
     * @param write gives one outcome for each, in the same order; what it throws is thrown to all of them
     */
    GroupCommit(int most, Function<List<T>, List<R>> write) {
        this.most = most;
        this.write = write;
    }

    /** Returns when the group that the item was part of is written. */
    R submit(T item) {
        return submit(List.of(item)).getFirst();
    }

    /**
     * The same for several at once: they are parts of one group where it has room for them.
     *
     * @return one outcome for each, in the same order
     */
    List<R> submit(List<T> items) {
        Thread own = Thread.currentThread();
        List<Waiting<T, R>> mine =
                items.stream().map(item -> new Waiting<T, R>(item, own)).toList();
        enqueue(mine);
        boolean interrupted = false;
        for (Waiting<T, R> one : mine) {
            while (one.outcome == null) {
                if (one.leads) {
                    lead();
                } else {
                    LockSupport.park(this);
                    // What is being written cannot be taken back: wait for the outcome.
                    interrupted |= Thread.interrupted();
                }
            }
        }
        if (interrupted) {
            own.interrupt();
        }
        return mine.stream().map(Waiting::result).toList();
    }

    private void enqueue(List<Waiting<T, R>> mine) {
        lock.lock();
        try {
            queue.addAll(mine);
            if (!led && !mine.isEmpty()) {
                led = true;
                mine.getFirst().leads = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The leader is always the head of the queue, so it is part of the group it writes. */
    private void lead() {
        List<Waiting<T, R>> group = takeGroup();
        try {
            List<R> results =
                    write.apply(group.stream().map(waiting -> waiting.item).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).finish(new Outcome<>(Optional.of(results.get(i)), Optional.empty()));
            }
        } catch (RuntimeException | Error e) {
            group.forEach(waiting -> waiting.finish(new Outcome<>(Optional.empty(), Optional.of(e))));
        } finally {
            handOver();
        }
    }

    private List<Waiting<T, R>> takeGroup() {
        lock.lock();
        try {
            List<Waiting<T, R>> group = new ArrayList<>();
            for (int i = 0; i < most && !queue.isEmpty(); i++) {
                group.add(queue.remove());
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void handOver() {
        lock.lock();
        try {
            Waiting<T, R> next = queue.peek();
            if (next == null) {
                led = false;
            } else {
                next.leads = true;
                LockSupport.unpark(next.thread);
            }
        } finally {
            lock.unlock();
        }
    }

    private record Outcome<R>(Optional<R> result, Optional<Throwable> failure) {}

    private static final class Waiting<T, R> {
        final T item;
        final Thread thread;
        volatile boolean leads;
        volatile @Nullable Outcome<R> outcome;

        Waiting(T item, Thread thread) {
            this.item = item;
            this.thread = thread;
        }

        void finish(Outcome<R> outcome) {
            this.outcome = outcome;
            LockSupport.unpark(thread);
        }

        R result() {
            Outcome<R> reached = outcome;
            if (reached == null) {
                throw new IllegalStateException("no outcome");
            }
            return reached.result()
                    .orElseThrow(() -> new IllegalStateException(
                            "the group could not be written", reached.failure().orElse(null)));
        }
    }
}
