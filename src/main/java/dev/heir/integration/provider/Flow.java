package dev.heir.integration.provider;

import java.io.InputStream;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/** Bytes on their way: read once, as they come, and never held as a whole. */
public final class Flow {

    private final InputStream bytes;
    private final OptionalLong length;
    private final Runnable cut;
    private final AtomicBoolean begun = new AtomicBoolean();

    /**
     * @param bytes to be closed by whoever opens the flow
     * @param length in bytes, where it was announced
     * @param cut ends it from any thread: whoever reads it fails, and whoever sends it is told
     */
    public Flow(InputStream bytes, OptionalLong length, Runnable cut) {
        this.bytes = bytes;
        this.length = length;
        this.cut = cut;
    }

    /** Nobody wants the rest. */
    public void cut() {
        cut.run();
    }

    public OptionalLong length() {
        return length;
    }

    /** @throws IllegalStateException the second time: what was read is gone */
    public InputStream open() {
        if (!begun.compareAndSet(false, true)) {
            throw new IllegalStateException("a flow is read once");
        }
        return bytes;
    }

    /** Whether somebody reads it, or has read it. */
    public boolean isBegun() {
        return begun.get();
    }
}
