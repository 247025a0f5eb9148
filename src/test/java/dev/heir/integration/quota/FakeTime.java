package dev.heir.integration.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Time in our hands, as one process sees it: its wall clock may be set, and while it is frozen its ticker stands still. */
final class FakeTime {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Queue<Runnable> asides = new ArrayDeque<>();
    private final AtomicLong micros;
    private long frozen;
    private long wallOff;
    private boolean waitingMovesTime = true;
    private boolean asidesWait;

    FakeTime() {
        this(new AtomicLong(1_700_000_000_000_000L));
    }

    private FakeTime(AtomicLong micros) {
        this.micros = micros;
    }

    /** The same time, as another process sees it. */
    FakeTime another() {
        return new FakeTime(micros);
    }

    /** What time it really is. */
    long micros() {
        return micros.get();
    }

    Instant instant() {
        return Moment.instant(micros());
    }

    Clock clock() {
        InstantSource source = () -> Moment.instant(wall());
        return source.withZone(ZoneOffset.UTC);
    }

    Ticker ticker() {
        return this::ticks;
    }

    private synchronized long wall() {
        return micros() + wallOff;
    }

    private synchronized long ticks() {
        return (micros() - frozen) * 1000;
    }

    synchronized void go(Duration time) {
        micros.addAndGet(time.toNanos() / 1000);
        notifyAll();
    }

    void goTo(long at) {
        go(Duration.ofNanos((at - micros()) * 1000));
    }

    synchronized void freeze(Duration time) {
        go(time);
        thawAfter(time);
    }

    /** It was frozen for this long until now. */
    synchronized void thawAfter(Duration time) {
        frozen += time.toNanos() / 1000;
    }

    synchronized void setWall(Duration ahead) {
        wallOff += ahead.toNanos() / 1000;
    }

    /** From now on whoever waits does so until the test moves the time. */
    synchronized FakeTime stand() {
        waitingMovesTime = false;
        return this;
    }

    /** From now on what runs aside does so only in {@link #runAsides}. */
    synchronized void holdAsides() {
        asidesWait = true;
    }

    void runAsides() {
        letAsidesGo();
        for (Runnable next = next(); next != null; next = next()) {
            quietly(next);
        }
    }

    /** As the real one, which logs what it throws. */
    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException logged) {
            assertThat(logged).isNotNull();
        }
    }

    private synchronized void letAsidesGo() {
        asidesWait = false;
    }

    private synchronized Runnable next() {
        return asides.poll();
    }

    Waiting waiting() {
        return new Waiting() {
            @Override
            public void during(Duration time) {
                waitFor(time);
            }

            @Override
            public void aside(Runnable work) {
                synchronized (FakeTime.this) {
                    if (asidesWait) {
                        asides.add(work);
                        return;
                    }
                }
                quietly(work);
            }
        };
    }

    private synchronized void waitFor(Duration time) {
        if (waitingMovesTime) {
            go(time);
            return;
        }
        long end = micros() + Math.ceilDiv(time.toNanos(), 1000);
        try {
            while (micros() < end) {
                wait(PATIENCE.toMillis());
            }
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** Real time: until other threads have come so far. */
    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come to pass in " + PATIENCE);
            }
            LockSupport.parkNanos(20_000);
        }
    }
}
