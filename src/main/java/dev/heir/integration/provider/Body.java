package dev.heir.integration.provider;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a request or an answer: nearly always all of them, compared by content and never changed; of what is only
 * passed on, and large, a {@link Flow}.
 */
public final class Body {

    public static final Body EMPTY = new Body(new byte[0], null);

    private final byte[] bytes;
    private final @Nullable Flow flow;

    private Body(byte[] bytes, @Nullable Flow flow) {
        this.bytes = bytes;
        this.flow = flow;
    }

    /** Takes the array over: the giver no longer writes to it. */
    public static Body of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Body(bytes, null);
    }

    public static Body of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes that are still on their way. */
    public static Body of(Flow flow) {
        return new Body(EMPTY.bytes, flow);
    }

    /** The flow, where the bytes are not all here. */
    public Optional<Flow> flow() {
        return Optional.ofNullable(flow);
    }

    /** Whether all bytes are here. */
    public boolean isWhole() {
        return flow == null;
    }

    /** Whether the bytes were on their way and somebody has read of them: they cannot be sent again. */
    public boolean isSpent() {
        return flow != null && flow.isBegun();
    }

    /**
     * The bytes themselves, to be read only.
     *
     * @throws IllegalStateException when they are not all here
     */
    public byte[] bytes() {
        if (flow != null) {
            throw new IllegalStateException("the body is on its way and is not held as a whole");
        }
        return bytes;
    }

    public int size() {
        return bytes().length;
    }

    public boolean isEmpty() {
        return flow == null && bytes.length == 0;
    }

    /** Read as UTF-8. */
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Body body && flow == body.flow && Arrays.equals(bytes, body.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + System.identityHashCode(flow);
    }

    /** The size only: what a body holds is nobody's business in a log. */
    @Override
    public String toString() {
        return flow == null ? "Body[" + bytes.length + " bytes]" : "Body[on its way]";
    }
}
