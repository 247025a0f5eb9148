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

/** Two requests for one answer: the second when the first is late, and the first good answer ends both. */
final class Race {

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

        boolean isCancelled() {
            return reply.isEmpty() && thrown.isEmpty();
        }
    }

    /** @param second empty when it was not sent */
    record Finish(Lap first, Optional<Lap> second) {}

    /**
     * @param headStart how long the first is waited for alone
     * @param second asked for when that is over: empty when it must not be sent
     * @param isGood whether a reply ends the race
     */
    static Finish run(
            Clock clock,
            Sending first,
            Duration headStart,
            Supplier<Optional<Sending>> second,
            Predicate<Reply> isGood) {
        Race race = new Race(clock);
        Instant began = clock.instant();
        Thread one = race.start(1, first, began);
        Optional<Thread> two = Optional.empty();
        try {
            Lap alone = race.ended.poll(headStart.toNanos(), TimeUnit.NANOSECONDS);
            Optional<Sending> other = alone == null ? second.get() : Optional.empty();
            if (other.isEmpty()) {
                return new Finish(alone == null ? race.ended.take() : alone, Optional.empty());
            }
            Instant later = clock.instant();
            two = Optional.of(race.start(2, other.get(), later));
            Lap winner = race.ended.take();
            boolean isOver = winner.reply().filter(isGood).isPresent();
            boolean isFirst = winner.number() == 1;
            Lap loser = isOver ? race.cancelled(isFirst ? 2 : 1, isFirst ? later : began) : race.ended.take();
            return isFirst ? new Finish(winner, Optional.of(loser)) : new Finish(loser, Optional.of(winner));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a provider", stopped);
        } finally {
            // Whatever ended this: nobody is left to hear what is still on its way.
            one.interrupt();
            two.ifPresent(Thread::interrupt);
        }
    }

    private Thread start(int number, Sending sending, Instant began) {
        return Thread.ofVirtual().name("hedged-" + number).start(() -> ended.add(lap(number, sending, began)));
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

    /** It may have ended in this very moment: then what it says counts as well. */
    private Lap cancelled(int number, Instant began) {
        Lap just = ended.poll();
        return just == null ? new Lap(number, began, clock.instant(), Optional.empty(), Optional.empty()) : just;
    }
}
