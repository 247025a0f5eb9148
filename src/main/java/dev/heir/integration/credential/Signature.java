package dev.heir.integration.credential;

import dev.heir.integration.provider.Origin;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * What a request is signed with. Its text never shows a secret.
 *
 * @param headers that carry a secret
 * @param query parameters that carry a secret
 * @param scheme how the request itself is signed, anew for each attempt
 * @param certificate who we are to a server that asks for one
 * @param origins where it may be sent; empty where nobody said so
 * @param version of the token it was made of, which grows with each new one; 0 where there is none
 */
public record Signature(
        Map<String, String> headers,
        Map<String, String> query,
        Optional<Scheme> scheme,
        Optional<ClientCertificate> certificate,
        List<Origin> origins,
        long version) {

    public static final Signature NONE = new Signature(Map.of(), Map.of());

    public Signature {
        headers = Map.copyOf(headers);
        query = Map.copyOf(query);
        origins = List.copyOf(origins);
    }

    /** One that is the same on every request, made of no token. */
    public Signature(Map<String, String> headers, Map<String, String> query) {
        this(headers, query, Optional.empty(), Optional.empty(), List.of(), 0);
    }

    /** One that each request gets anew. */
    public static Signature by(Scheme scheme) {
        return new Signature(Map.of(), Map.of(), Optional.of(scheme), Optional.empty(), List.of(), 0);
    }

    /** The same, made of the token with this version. */
    public Signature ofVersion(long version) {
        return new Signature(headers, query, scheme, certificate, origins, version);
    }

    /** The same, for these origins only, under this certificate. */
    Signature bound(List<Origin> origins, Optional<ClientCertificate> certificate) {
        return new Signature(headers, query, scheme, certificate, origins, version);
    }

    /** The same places, with a word for each secret. */
    Signature outlined() {
        Map<String, String> shownHeaders = masked(headers.keySet());
        Map<String, String> shownQuery = masked(query.keySet());
        scheme.ifPresent(signs -> {
            shownHeaders.putAll(masked(signs.headerNames()));
            shownQuery.putAll(masked(signs.queryNames()));
        });
        return new Signature(shownHeaders, shownQuery).bound(origins, certificate);
    }

    private static Map<String, String> masked(Iterable<String> names) {
        Map<String, String> masked = new HashMap<>();
        names.forEach(name -> masked.put(name, Mask.MASKED));
        return masked;
    }

    /** A raw query without the parameters that this one puts on itself: of two, a server may take the first. */
    public String clearedOfOurs(String rawQuery) {
        if (query.isEmpty() || rawQuery.isEmpty()) {
            return rawQuery;
        }
        StringJoiner left = new StringJoiner("&");
        for (String part : rawQuery.split("&", -1)) {
            if (!part.isEmpty() && !query.containsKey(decoded(part.split("=", 2)[0]))) {
                left.add(part);
            }
        }
        return left.toString();
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noEscape) {
            return name;
        }
    }

    /**
     * Why it must not be sent there; empty when it may.
     *
     * @param internal whether the provider was registered as internal
     */
    public Optional<String> refusal(URI uri, boolean internal, Clock clock) {
        if (isNothing()) {
            return Optional.empty();
        }
        if (!internal && !"https".equalsIgnoreCase(uri.getScheme())) {
            return Optional.of("a credential leaves only encrypted, and " + Origin.of(uri)
                    + " is not; only a provider with 'internal: true' may have it so");
        }
        if (!origins.isEmpty() && !origins.contains(Origin.of(uri))) {
            return Optional.of("the credential's 'origins' do not name " + Origin.of(uri));
        }
        if (certificate.isEmpty() || !clock.instant().isAfter(certificate.get().expiresAt())) {
            return Optional.empty();
        }
        ClientCertificate ours = certificate.get();
        return Optional.of("the client certificate of " + ours.subject() + " ran out at " + ours.expiresAt());
    }

    private boolean isNothing() {
        return headers.isEmpty() && query.isEmpty() && scheme.isEmpty() && certificate.isEmpty();
    }

    /** Names only: a signature that is logged by mistake must not leak. */
    @Override
    public String toString() {
        return "Signature" + headers.keySet() + query.keySet()
                + scheme.map(Object::toString).orElse("");
    }
}
