package dev.heir.integration.strike;

import dev.heir.integration.provider.Body;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of one request that was sent, or could not be. */
public sealed interface Reply {

    /** Whether we stopped waiting for it. */
    default boolean isOutOfTime() {
        return switch (this) {
            case Responded _ -> false;
            case NotSent(String _, boolean timedOut) -> timedOut;
            case Lost(String _, boolean timedOut) -> timedOut;
        };
    }

    /**
     * The provider answered in full.
     *
     * @param headers by lower-case name, every value in order of arrival
     * @param body as received, after decompression
     */
    record Responded(int status, Map<String, List<String>> headers, Body body, Instant at) implements Reply {

        /** The first value of a header, or null; {@code name} in lower case. */
        public @Nullable String header(String name) {
            List<String> values = headers.get(name);
            return values == null || values.isEmpty() ? null : values.getFirst();
        }
    }

    /** It is certain that the provider did not receive the request: no connection, no address, refused by the wall. */
    record NotSent(String reason, boolean timedOut) implements Reply {}

    /** The request may have been received, but no complete answer came: cut off, garbled, or out of time. */
    record Lost(String reason, boolean timedOut) implements Reply {}
}
