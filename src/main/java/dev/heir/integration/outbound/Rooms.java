package dev.heir.integration.outbound;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many requests may be at one address at a time, as many as there are connections: who finds no room is told so, and
 * takes that for no silence of the server's. What is passed on flows for as long as its caller likes, and leaves a quarter
 * to the others.
 */
final class Rooms {

    private static final int QUARTERS = 4;

    /** Who would stand behind so many for each place would hardly be served in time. */
    private static final int LONGEST_LINE = 4;

    private final int places;
    private final Map<String, Room> rooms = new ConcurrentHashMap<>();

    Rooms(int places) {
        this.places = places;
    }

    private static final class Room {
        private final Semaphore all;
        private final Semaphore passing;
        private int users;

        Room(int places) {
            this.all = new Semaphore(places, true);
            this.passing = new Semaphore(Math.max(1, places - places / QUARTERS), true);
        }
    }

    /** A place at an address, until it is left. */
    interface Place {
        void leave();
    }

    /**
     * @param passing whether what is answered may flow
     * @param end by {@link System#nanoTime}, until when a place is waited for
     * @return empty when there was none
     */
    Optional<Place> enter(String address, boolean passing, long end) throws InterruptedException {
        Room room = rooms.compute(address, (_, known) -> {
            Room one = known == null ? new Room(places) : known;
            one.users++;
            return one;
        });
        boolean first = false;
        boolean second = false;
        try {
            first = !passing || isHad(room.passing, end);
            second = first && isHad(room.all, end);
        } finally {
            if (!second) {
                leave(address, room, first && passing, false);
            }
        }
        AtomicBoolean left = new AtomicBoolean();
        return second
                ? Optional.of(() -> {
                    if (left.compareAndSet(false, true)) {
                        leave(address, room, passing, true);
                    }
                })
                : Optional.empty();
    }

    private boolean isHad(Semaphore semaphore, long end) throws InterruptedException {
        return semaphore.tryAcquire()
                || (semaphore.getQueueLength() < LONGEST_LINE * places
                        && semaphore.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS));
    }

    private void leave(String address, Room room, boolean passing, boolean all) {
        if (all) {
            room.all.release();
        }
        if (passing) {
            room.passing.release();
        }
        rooms.compute(address, (_, _) -> {
            room.users--;
            return room.users == 0 ? null : room;
        });
    }

    /** Addresses that somebody is at. */
    int used() {
        return rooms.size();
    }
}
