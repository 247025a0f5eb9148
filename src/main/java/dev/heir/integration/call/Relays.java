package dev.heir.integration.call;

import dev.heir.integration.call.socket.Bounds;
import dev.heir.integration.call.socket.Close;
import dev.heir.integration.call.socket.Ended;
import dev.heir.integration.call.socket.Line;
import dev.heir.integration.call.socket.Relay;
import dev.heir.integration.provider.Flow;
import dev.heir.integration.strike.Symptom;
import dev.heir.integration.strike.Window;
import io.quarkus.runtime.Shutdown;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** WebSockets that are open: each is carried to its end, which the ledger, the fleet and the meters hear of. */
@Singleton
public final class Relays {

    private static final Logger LOG = Logger.getLogger(Relays.class);

    private final Means means;
    private final Ledger ledger;
    private final SocketMeters meters;
    private final Bounds bounds;
    private final int most;
    private final Semaphore seats;
    private final Set<Relay> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    Relays(Means means, Ledger ledger, SocketMeters meters, SocketConfig config) {
        this.means = means;
        this.ledger = ledger;
        this.meters = meters;
        this.bounds = config.bounds();
        this.most = config.most();
        this.seats = new Semaphore(most);
    }

    /** Takes a seat for one more, before its handshake; empty when all are taken, or this process stops. */
    public Optional<Seat> seat() {
        return !stopping && seats.tryAcquire() ? Optional.of(seats::release) : Optional.empty();
    }

    /** To be closed when the WebSocket is, or was not opened. */
    @FunctionalInterface
    public interface Seat extends AutoCloseable {
        @Override
        void close();
    }

    int openNow() {
        return open.size();
    }

    /** How long a side may take nothing. */
    public Duration patience() {
        return bounds.idle();
    }

    /**
     * Carries a WebSocket to its end.
     *
     * @param provider its id
     * @param opened its answer to the handshake
     * @param caller who has been told of it
     */
    public void carry(String provider, Answer opened, Line caller) {
        Flow flow = opened.body().flow().orElseThrow();
        Line there = new Line(flow.open(), flow.back().orElseThrow(), flow::cut);
        Relay relay = new Relay(caller, there, bounds);
        open.add(relay);
        meters.opened();
        try {
            if (stopping) {
                relay.stop(farewell());
            }
            tell(provider, opened, relay.run(), opened.took().plus(relay.age()));
        } finally {
            open.remove(relay);
            meters.ended();
        }
    }

    /** Who asked for it went away before it was open. */
    public void unused(Answer opened) {
        opened.body().flow().ifPresent(Flow::cut);
        record(opened, opened.took(), "the caller went away before it was open", Optional.empty());
    }

    private void tell(String provider, Answer opened, Ended ended, Duration took) {
        meters.saw(ended);
        String words = means.redaction().mask(ended.words());
        Optional<CallRecord.Attempt> failure =
                ended.isProvidersFailure() ? Optional.of(failure(provider, opened, words)) : Optional.empty();
        failure.ifPresent(this::count);
        record(opened, took, words, failure);
    }

    private void record(Answer opened, Duration took, String words, Optional<CallRecord.Attempt> failure) {
        try {
            ledger.ended(opened.id(), took, words, failure);
        } catch (RuntimeException lost) { // both sides have gone: nobody is left to hear of it
            LOG.errorf(lost, "how the WebSocket of %s ended could not be recorded: %s", opened.id(), words);
        }
    }

    /** What was opened well and broke later is an attempt that failed now: one of hours ago would count for nothing. */
    private CallRecord.Attempt failure(String provider, Answer opened, String words) {
        return new CallRecord.Attempt(
                1, // after those before; the ledger counts
                provider,
                opened.endpoint().orElseThrow(),
                Optional.empty(),
                means.clock().instant(),
                Duration.ZERO,
                0,
                Optional.of(Symptom.SERVICE_UNAVAILABLE),
                false,
                false,
                true,
                words);
    }

    private void count(CallRecord.Attempt failure) {
        Fleet fleet = means.fleet();
        Instant now = failure.startedAt();
        fleet.count(failure.provider(), failure.target(), new Window(1, 1, 0, 0));
        Fleet.View view = fleet.view(failure.provider(), failure.target(), Optional.empty());
        means.breaker()
                .opens(means.breaker().at(view.circuit(), now), view.window(), Optional.empty(), now)
                .ifPresent(until -> fleet.open(failure.provider(), failure.target(), until, false));
    }

    private static Close farewell() {
        return new Close(Close.GOING_AWAY, "the orchestrator stops");
    }

    /** Nothing more is opened, and both sides of each hear that it ends. */
    @Shutdown
    void close() throws InterruptedException {
        stopping = true;
        open.forEach(relay -> relay.stop(farewell()));
        Duration time = bounds.farewell().plusSeconds(1);
        if (!seats.tryAcquire(most, time.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("some WebSockets are cut off");
        }
    }
}
