package dev.heir.integration.credential;

import java.util.Map;

/** Headers and query parameters that carry a secret. Its text is never shown. */
public record Signature(Map<String, String> headers, Map<String, String> query) {

    public static final Signature NONE = new Signature(Map.of(), Map.of());

    public Signature {
        headers = Map.copyOf(headers);
        query = Map.copyOf(query);
    }

    /** Names only: a signature that is logged by mistake must not leak. */
    @Override
    public String toString() {
        return "Signature" + headers.keySet() + query.keySet();
    }
}
