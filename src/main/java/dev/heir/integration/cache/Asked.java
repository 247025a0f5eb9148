package dev.heir.integration.cache;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request, as far as a cache is concerned.
 *
 * @param headers by lower-case name, several lines joined by commas
 */
public record Asked(String method, Map<String, String> headers) {

    /** Conditions on the state at the provider, which nobody but the provider can judge (RFC 9111, section 4.3.2). */
    private static final Set<String> ITS_OWN = Set.of("if-match", "if-unmodified-since", "if-range");

    public Asked {
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    public CacheControl says() {
        return CacheControl.of(header("cache-control").stream().toList());
    }

    public boolean isHead() {
        return method.equals("HEAD");
    }

    /** Whether an answer to it may come from a cache, or be kept for others: GET and HEAD are all that caches know. */
    public boolean isCacheable() {
        return (method.equals("GET") || isHead()) && ITS_OWN.stream().noneMatch(headers::containsKey);
    }

    /** Whether it asks for a part only. */
    public boolean isPartial() {
        return headers.containsKey("range");
    }

    /** Whether it takes an answer that nobody confirmed, if that is fresh. */
    boolean takesUnconfirmed() {
        return !says().says("no-cache");
    }

    static final List<String> CONDITIONS = List.of("if-none-match", "if-modified-since");
}
