package dev.heir.integration.call.socket;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Passes what one side sends on to the other, no faster than that takes it. */
final class Pump implements Runnable {

    /** In bytes; all that is held between reading and writing. */
    static final int PIECE = 32 * 1024;

    private final Side side;
    private final InputStream from;
    private final Outlet to;
    private final Frames frames;
    private final Runnable moved;
    private final Consumer<Event> events;
    private boolean isDropping;
    private volatile Traffic traffic = new Traffic(0, 0);

    /**
     * @param side that sends
     * @param moved hears each time that something came
     */
    Pump(Side side, InputStream from, Outlet to, Frames frames, Runnable moved, Consumer<Event> events) {
        this.side = side;
        this.from = from;
        this.to = to;
        this.frames = frames;
        this.moved = moved;
        this.events = events;
    }

    /** What of it reached the other side, or was about to. */
    Traffic traffic() {
        return traffic;
    }

    @Override
    public void run() {
        try {
            events.accept(passed());
        } catch (IOException gone) {
            events.accept(new Event.Gone(side, String.valueOf(gone.getMessage())));
        } catch (RuntimeException ours) {
            events.accept(new Event.Stopped(Side.US, new Close(Close.FAILURE, "the orchestrator failed: " + ours)));
        }
    }

    private Event passed() throws IOException {
        byte[] held = new byte[PIECE];
        int length = 0;
        for (int count = from.read(held); count >= 0; count = from.read(held, length, PIECE - length)) {
            long heardNanos = System.nanoTime();
            moved.run();
            length += count;
            int passing = frames.pass(held, length);
            if (!isDropping && passing > 0) {
                traffic = frames.traffic();
                if (!write(held, passing)) {
                    events.accept(new Event.Gone(side.other(), "it takes nothing any more"));
                    isDropping = true; // this side is told, and how it answers ends the wait for it
                }
            }
            if (frames.close().isPresent()) {
                return new Event.Closed(side, frames.close().get(), heardNanos);
            }
            length -= passing;
            System.arraycopy(held, passing, held, 0, length);
            if (frames.flaw().isPresent()) {
                if (!isDropping) {
                    events.accept(new Event.Flawed(side, frames.flaw().get()));
                }
                isDropping = true;
                frames.excuse();
            }
            if (length == PIECE) { // what breaks the rules of frames once may do so for ever
                length = 0;
            }
        }
        return new Event.Gone(side, "the connection ended");
    }

    private boolean write(byte[] bytes, int length) {
        try {
            to.pass(bytes, length, frames.isBetween(), frames.close().isPresent());
            return true;
        } catch (IOException gone) {
            return false;
        }
    }
}
