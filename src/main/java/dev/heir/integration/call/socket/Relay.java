package dev.heir.integration.call.socket;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One WebSocket between a caller and a provider: passes frames on until a side ends it, or has to hear that it ends. */
public final class Relay {

    private final Line caller;
    private final Line provider;
    private final Bounds bounds;
    private final Outlet toCaller;
    private final Outlet toProvider;
    private final Pump fromCaller;
    private final Pump fromProvider;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final long begun = System.nanoTime();
    private volatile long moved = begun;

    public Relay(Line caller, Line provider, Bounds bounds) {
        this.caller = caller;
        this.provider = provider;
        this.bounds = bounds;
        this.toCaller = new Outlet(caller.to(), false);
        this.toProvider = new Outlet(provider.to(), true);
        this.fromCaller = pump(Side.CALLER, caller, toProvider);
        this.fromProvider = pump(Side.PROVIDER, provider, toCaller);
    }

    private Pump pump(Side side, Line line, Outlet to) {
        Frames frames = new Frames(side == Side.CALLER, bounds.largestMessage());
        return new Pump(side, line.from(), to, frames, () -> moved = System.nanoTime(), events::add);
    }

    /** Ends it from outside: both sides are told. */
    public void stop(Close how) {
        events.add(new Event.Stopped(Side.US, how));
    }

    /** Carries it to its end; both connections are cut then. */
    public Ended run() {
        Thread.ofVirtual().name("socket-from-caller").start(fromCaller);
        Thread.ofVirtual().name("socket-from-provider").start(fromProvider);
        try {
            Event end = first();
            Close told = tell(end);
            return linger(end) instanceof Event.Closed earlier ? ended(earlier, earlier.how()) : ended(end, told);
        } finally {
            caller.cut().run();
            provider.cut().run();
        }
    }

    private Event first() {
        while (true) {
            long now = System.nanoTime();
            long idle = moved + bounds.idle().toNanos() - now;
            long over = begun + bounds.longest().toNanos() - now;
            if (over <= 0) {
                return stopped("it was open for " + bounds.longest().toSeconds() + " s");
            }
            if (idle <= 0) {
                return stopped("nothing came for " + bounds.idle().toMillis() + " ms");
            }
            Event event = next(Math.min(idle, over));
            if (event != null) {
                return event;
            }
        }
    }

    private static Event stopped(String why) {
        return new Event.Stopped(Side.US, new Close(Close.GOING_AWAY, why));
    }

    private @Nullable Event next(long nanos) {
        try {
            return events.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return stopped("the orchestrator stops");
        }
    }

    /** Tells whoever does not know yet. @return what the side was told that did not end it */
    private Close tell(Event end) {
        return switch (end) {
            case Event.Closed closed -> closed.how();
            case Event.Gone(Side side, String why) -> {
                Close how = onBehalf(side, why);
                close(side.other(), how);
                yield how;
            }
            case Event.Flawed(Side side, Close how) -> {
                close(side, how);
                Close other = onBehalf(side, how.reason());
                close(side.other(), other);
                yield other;
            }
            case Event.Stopped(Side _, Close how) -> {
                close(Side.CALLER, how);
                close(Side.PROVIDER, how);
                yield how;
            }
        };
    }

    /** A server that fails says so, and a client that leaves says that: never that all is well (1000). */
    private static Close onBehalf(Side side, String why) {
        return side == Side.PROVIDER
                ? new Close(Close.FAILURE, "the provider: " + why)
                : new Close(Close.GOING_AWAY, "the caller: " + why);
    }

    private void close(Side side, Close how) {
        Outlet outlet = side == Side.CALLER ? toCaller : toProvider;
        if (!outlet.close(how, bounds.farewell())) {
            (side == Side.CALLER ? caller : provider).cut().run(); // cut off in the middle it is seen to be broken
        }
    }

    /**
     * A connection that is cut while bytes are on their way to us takes back what we said last.
     *
     * @return the end; of two sides that closed, the one whose close came first
     */
    private Event linger(Event end) {
        Event first = end;
        Set<Side> open = EnumSet.of(Side.CALLER, Side.PROVIDER);
        if (end instanceof Event.Closed || end instanceof Event.Gone) {
            open.remove(end.side());
        }
        long until = System.nanoTime() + bounds.farewell().toNanos();
        while (!open.isEmpty() && System.nanoTime() < until) {
            Event next = next(Math.max(0, until - System.nanoTime()));
            if (next == null || Thread.currentThread().isInterrupted()) {
                return first;
            }
            if (next instanceof Event.Closed || next instanceof Event.Gone) {
                open.remove(next.side());
            }
            if (first instanceof Event.Closed known && next instanceof Event.Closed other && other.isBefore(known)) {
                first = other;
            }
        }
        return first;
    }

    private Ended ended(Event end, Close told) {
        boolean clean = end instanceof Event.Closed;
        boolean failed = end.side() == Side.PROVIDER
                && switch (end) {
                    case Event.Closed closed -> closed.how().isOfAnIllServer();
                    case Event.Gone _ -> true;
                    case Event.Flawed(Side _, Close how) -> how.code() != Close.TOO_BIG; // that is our own bound
                    case Event.Stopped _ -> false;
                };
        return new Ended(end.side(), told, clean, failed, fromCaller.traffic(), fromProvider.traffic());
    }

    /** How long it has been open. */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
