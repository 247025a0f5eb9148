package dev.heir.integration.persistence;

import dev.heir.integration.provider.InvalidInput;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;

/** Where a page ended, as its last item spelt it; lists are read newest first, so the next page begins before this. */
record Cursor(Instant at, String id) {

    static Cursor parse(String text) {
        String[] parts = text.split(" ", 2);
        try {
            if (parts.length == 2) {
                return new Cursor(Instant.parse(parts[0]), parts[1]);
            }
        } catch (DateTimeException unreadable) {
            // Said below, with the value.
        }
        throw unreadable(text);
    }

    /** The id as most lists have it. */
    UUID uuid() {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException none) {
            throw unreadable(id);
        }
    }

    private static InvalidInput unreadable(String text) {
        return new InvalidInput("cursor", text, "must be the 'next' of an earlier page");
    }
}
