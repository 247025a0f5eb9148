package dev.heir.integration.credential;

import java.util.Map;

/**
 * What a request is signed with: headers and query parameters that carry a secret. Its text is never shown.
 *
 * @param version of the token it was made of, which grows with each new one; 0 where there is none
 */
public record Signature(Map<String, String> headers, Map<String, String> query, long version) {

    public static final Signature NONE = new Signature(Map.of(), Map.of());

    public Signature {
        headers = Map.copyOf(headers);
        query = Map.copyOf(query);
    }

    /** One that is made of no token. */
    public Signature(Map<String, String> headers, Map<String, String> query) {
        this(headers, query, 0);
    }

    /** The same, made of the token with this version. */
    public Signature ofVersion(long version) {
        return new Signature(headers, query, version);
    }

    /** Names only: a signature that is logged by mistake must not leak. */
    @Override
    public String toString() {
        return "Signature" + headers.keySet() + query.keySet();
    }
}
