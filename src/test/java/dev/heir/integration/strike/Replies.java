package dev.heir.integration.strike;

import dev.heir.integration.provider.Body;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers as the transport would hand them on. */
final class Replies {

    static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private Replies() {}

    /** @param headers names and values in turn; a name may come again */
    static Reply.Responded reply(int status, String... headers) {
        return reply(status, Body.EMPTY, headers);
    }

    static Reply.Responded reply(int status, Body body, String... headers) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            fields.computeIfAbsent(headers[i], name -> new ArrayList<>()).add(headers[i + 1]);
        }
        return new Reply.Responded(status, fields, body, NOW);
    }
}
