package dev.heir.integration.call;

import dev.heir.integration.strike.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Two requests for one answer: the second when the first is late, and the first good answer ends both. */
final class Race {

    private static final Logger LOG = Logger.getLogger(Race.class);

    private static final int NONE = 0;

    private final Clock clock;
    private final BlockingQueue<Lap> ended = new LinkedBlockingQueue<>();

    private Race(Clock clock) {
        this.clock = clock;
    }

    /** Sends a request, on a thread that is interrupted when its answer is no longer wanted. */
    interface Sending {
        Reply send();
    }

    /**
     * What became of one request.
     *
     * @param reply empty when it was cancelled
     */
    record Lap(int number, Instant started, Instant ended, Optional<Reply> reply, Optional<Throwable> thrown) {

        private boolean isNone() {
            return number == NONE;
        }

        boolean isCancelled() {
            return reply.isEmpty() && thrown.isEmpty();
        }
    }

    /** @param second empty when it was not sent */
    record Finish(Lap first, Optional<Lap> second) {}

    /** A second request that all is had for that it takes. */
    interface Second extends Sending {

        /** It is sent now, whatever becomes of it. */
        default void entering() {}

        /** The race was over before it could be sent. */
        default void notNeeded() {}
    }

    /** Lets the second request in while the race goes on. */
    private static final class Door {
        private boolean closed;
        private Optional<Instant> entered = Optional.empty();

        synchronized boolean enter(Second second, Instant now) {
            if (closed) {
                return false;
            }
            second.entering();
            entered = Optional.of(now);
            return true;
        }

        /** @return when the second was sent, if it was */
        synchronized Optional<Instant> close() {
            closed = true;
            return entered;
        }
    }

    /**
     * @param headStart how long the first is waited for alone
     * @param second asked for when that is over, on a thread of its own: what keeps it waiting, or fails, must not cost the
     *     first its answer. Empty when none must be sent
     * @param isGood whether a reply ends the race
     */
    static Finish run(
            Clock clock,
            Sending first,
            Duration headStart,
            Supplier<Optional<Second>> second,
            Predicate<Reply> isGood) {
        Race race = new Race(clock);
        Instant began = clock.instant();
        Thread one = race.start(1, first, began);
        Optional<Thread> two = Optional.empty();
        Door door = new Door();
        try {
            Lap alone = race.ended.poll(headStart.toNanos(), TimeUnit.NANOSECONDS);
            if (alone != null) {
                return new Finish(alone, Optional.empty());
            }
            two = Optional.of(Thread.ofVirtual().name("hedged-2").start(() -> race.second(second, door)));
            Lap winner = race.ended.take();
            if (winner.isNone()) {
                return new Finish(race.ended.take(), Optional.empty());
            }
            boolean isOver = winner.reply().filter(isGood).isPresent();
            if (winner.number() == 2) {
                return new Finish(isOver ? race.cancelled(1, began) : race.ended.take(), Optional.of(winner));
            }
            Lap other = isOver
                    ? door.close().map(later -> race.cancelled(2, later)).orElseGet(() -> race.none())
                    : race.ended.take();
            return new Finish(winner, Optional.of(other).filter(lap -> !lap.isNone()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a provider", stopped);
        } finally {
            // Whatever ended this: nobody is left to hear what is still on its way. Who still asks for leave to send is
            // not
            // interrupted, since that would cut a connection to the database.
            one.interrupt();
            if (door.close().isPresent()) {
                two.ifPresent(Thread::interrupt);
            }
        }
    }

    private Thread start(int number, Sending sending, Instant began) {
        return Thread.ofVirtual().name("hedged-" + number).start(() -> ended.add(lap(number, sending, began)));
    }

    private void second(Supplier<Optional<Second>> asked, Door door) {
        Lap lap = none();
        try {
            Optional<Second> had = asked.get();
            if (had.isPresent()) {
                Instant now = clock.instant();
                if (door.enter(had.get(), now)) {
                    lap = lap(2, had.get(), now);
                } else {
                    had.get().notNeeded();
                }
            }
        } catch (Throwable trouble) { // with a request that is only sent to be quicker
            LOG.warn("a second request could not be sent", trouble);
        } finally {
            ended.add(lap);
        }
    }

    private Lap lap(int number, Sending sending, Instant began) {
        try {
            Reply reply = sending.send();
            return new Lap(number, began, clock.instant(), Optional.of(reply), Optional.empty());
        } catch (Throwable failure) {
            // An Error as well: whoever waits for this lap would wait for ever.
            return new Lap(number, began, clock.instant(), Optional.empty(), Optional.of(failure));
        }
    }

    /** The second request that was not sent. */
    private Lap none() {
        Instant now = clock.instant();
        return new Lap(NONE, now, now, Optional.empty(), Optional.empty());
    }

    /** It may have ended in this very moment: then what it says counts as well. */
    private Lap cancelled(int number, Instant began) {
        Lap just = ended.poll();
        return just == null ? new Lap(number, began, clock.instant(), Optional.empty(), Optional.empty()) : just;
    }
}
