package dev.heir.integration.call;

import dev.heir.integration.cache.KeptAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests under way in this process, so that others like them wait for the one answer. */
final class Flights {

    /** Beyond this, those that are over by their own time are cleared away. */
    private static final int MANY = 4096;

    private final ConcurrentHashMap<String, Flight> flights = new ConcurrentHashMap<>();

    /** One request, and what it brought that may be kept. */
    final class Flight {
        private final String place;
        private final Instant until;
        private final CompletableFuture<List<KeptAnswer>> landed = new CompletableFuture<>();
        private volatile boolean late;

        private Flight(String place, Instant until) {
            this.place = place;
            this.until = until;
        }

        /** Tells those who wait; they decide whether it is for them. */
        void land(List<KeptAnswer> brought) {
            flights.remove(place, this);
            landed.complete(brought);
        }

        /**
         * Nobody waits for what somebody waited for in vain.
         *
         * @return empty when it brought nothing in that time
         */
        Optional<List<KeptAnswer>> await(Duration atMost) {
            if (late) {
                return Optional.empty();
            }
            try {
                return Optional.of(landed.get(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS));
            } catch (TimeoutException inVain) {
                late = true;
                return Optional.empty();
            } catch (ExecutionException never) {
                throw new IllegalStateException("a flight only lands", never);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for another request", stopped);
            }
        }
    }

    /** Who leads asks the provider; whoever does not waits for who does. */
    record Turn(Flight flight, boolean leads) {}

    /** @param until when the one who leads has its answer, or none */
    Turn join(String place, Instant now, Instant until) {
        if (flights.size() > MANY) {
            flights.values().removeIf(flight -> flight.until.isBefore(now));
        }
        Flight own = new Flight(place, until);
        Flight led = flights.compute(place, (_, there) -> there == null || there.until.isBefore(now) ? own : there);
        return new Turn(led, led == own);
    }
}
