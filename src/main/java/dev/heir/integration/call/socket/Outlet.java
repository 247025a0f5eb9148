package dev.heir.integration.call.socket;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** The way to one side, which two may use: who passes frames on, and who has something to say at the end. */
final class Outlet {

    private final OutputStream to;
    private final boolean masks;
    private final ReentrantLock writing = new ReentrantLock();
    private boolean isBetween = true;
    private boolean isClosed;

    /** @param masks whether the side is a server */
    Outlet(OutputStream to, boolean masks) {
        this.to = to;
        this.masks = masks;
    }

    /**
     * After a close frame nothing passes any more.
     *
     * @param endsFrame whether they end where a frame ends
     * @param closes whether they end with a close frame
     */
    void pass(byte[] bytes, int length, boolean endsFrame, boolean closes) throws IOException {
        writing.lock();
        try {
            if (isClosed) {
                return;
            }
            isBetween = false;
            to.write(bytes, 0, length);
            isBetween = endsFrame;
            isClosed = closes;
        } finally {
            writing.unlock();
        }
    }

    /** @return whether the side was told, now or before; not so in the middle of a frame, or when it takes nothing */
    boolean close(Close how, Duration atMost) {
        try {
            if (!writing.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            if (!isClosed && isBetween) {
                to.write(how.frame(masks));
                isClosed = true;
            }
            return isClosed;
        } catch (IOException gone) {
            return false;
        } finally {
            writing.unlock();
        }
    }
}
