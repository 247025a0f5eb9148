package dev.heir.integration.rest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a caller wants its connection to become (RFC 9110, section 7.8).
 *
 * @param protocol in lower case
 */
record Upgrade(String protocol) {

    static final String WEBSOCKET = "websocket";

    /** Offers that go with a request that is answered all the same: Java's own client makes the first with every one. */
    private static final Set<String> OFFERS = Set.of("h2c", "h2", "http", "tls");

    boolean isWebSocket() {
        return protocol.equals(WEBSOCKET);
    }

    /**
     * The one that matters; empty where there is none, or it was only offered.
     *
     * @param headers by lower-case name
     */
    static Optional<Upgrade> of(Map<String, List<String>> headers) {
        List<String> asked = headers.getOrDefault("upgrade", List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(each -> each.strip().toLowerCase(Locale.ROOT))
                .filter(each -> !each.isEmpty() && !OFFERS.contains(each.split("/", 2)[0]))
                .toList();
        return asked.stream()
                .filter(WEBSOCKET::equals)
                .findFirst()
                .or(() -> asked.stream().findFirst())
                .map(Upgrade::new);
    }
}
