package dev.heir.integration.provider;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Bytes on their way: read once, as they come, and never held as a whole. */
public final class Flow {

    private final InputStream bytes;
    private final OptionalLong length;
    private final Runnable cut;
    private final @Nullable OutputStream back;
    private final AtomicBoolean begun = new AtomicBoolean();

    /**
     * @param bytes to be closed by whoever opens the flow
     * @param length in bytes, where it was announced
     * @param cut ends it from any thread: whoever reads it fails, and whoever sends it is told
     */
    public Flow(InputStream bytes, OptionalLong length, Runnable cut) {
        this(bytes, length, cut, null);
    }

    private Flow(InputStream bytes, OptionalLong length, Runnable cut, @Nullable OutputStream back) {
        this.bytes = bytes;
        this.length = length;
        this.cut = cut;
        this.back = back;
    }

    /**
     * One whose connection goes both ways.
     *
     * @param back to whoever sends the bytes; it blocks until what is written has left
     */
    public static Flow bothWays(InputStream bytes, OutputStream back, Runnable cut) {
        return new Flow(bytes, OptionalLong.empty(), cut, back);
    }

    /** The way back to whoever sends the bytes, where there is one. */
    public Optional<OutputStream> back() {
        return Optional.ofNullable(back);
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
