package dev.heir.integration.strike;

import dev.heir.integration.provider.Body;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of one request that was sent, or could not be. */
public sealed interface Reply {

    /** Whether we stopped waiting for it. */
    default boolean isOutOfTime() {
        return switch (this) {
            case Responded _, Withheld _, NoRoom _, TooLarge _, Abandoned _ -> false;
            case NotSent(String _, boolean timedOut) -> timedOut;
            case Lost(String _, boolean timedOut) -> timedOut;
        };
    }

    /** The HTTP status of the answer; 0 when none came. */
    default int status() {
        return 0;
    }

    /** The status that says what the answer means; 0 when none came. */
    default int meaning() {
        return status();
    }

    /**
     * The provider answered, in full unless the body is on its way.
     *
     * @param headers by lower-case name, every value in order of arrival
     * @param body as received; unpacked, unless it is only passed on
     * @param inside what its content says beside its status, where the protocol has words for that
     */
    record Responded(int status, Map<String, List<String>> headers, Body body, Instant at, Inside inside)
            implements Reply {

        /** One whose status says it all. */
        public Responded(int status, Map<String, List<String>> headers, Body body, Instant at) {
            this(status, headers, body, at, Inside.NOTHING);
        }

        /** The same, having been read. */
        public Responded with(Inside read) {
            return new Responded(status, headers, body, at, read);
        }

        /** The status that says what the whole answer means: of an error in a 200 it is the error's. */
        @Override
        public int meaning() {
            return inside.status().orElse(status);
        }

        /** The first value of a header, or null; {@code name} in lower case. */
        public @Nullable String header(String name) {
            List<String> values = headers.get(name);
            return values == null || values.isEmpty() ? null : values.getFirst();
        }
    }

    /** It is certain that the provider did not receive the request: there was no connection. */
    record NotSent(String reason, boolean timedOut) implements Reply {}

    /** The request may have been received, but no complete answer came: cut off, garbled, or out of time. */
    record Lost(String reason, boolean timedOut) implements Reply {}

    /**
     * Our own wall did not let it out, or there is no address to send it to: another try would end the same way.
     *
     * @param nowhere whether the name has no address: that is for who gave the name, or who had it, to mend
     */
    record Withheld(String reason, boolean nowhere) implements Reply {

        /** By our own wall. */
        public Withheld(String reason) {
            this(reason, false);
        }
    }

    /** We had no room to send it: all that we have for that was taken by others. It is no matter of the provider's. */
    record NoRoom(String reason) implements Reply {}

    /** Who asked went away while the request was being passed on: the provider has part of it. */
    record Abandoned(String reason) implements Reply {}

    /**
     * The provider answered, with more than we take in: another try would bring the same.
     *
     * @param head how it begins, unpacked; empty when that is not known
     */
    record TooLarge(int status, String reason, Optional<Body> head) implements Reply {

        public TooLarge(int status, String reason) {
            this(status, reason, Optional.empty());
        }
    }
}
