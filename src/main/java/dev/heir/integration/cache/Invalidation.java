package dev.heir.integration.cache;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What must not be given any more after a request with an effect (RFC 9111, section 4.4). */
public final class Invalidation {

    private Invalidation() {}

    /** The addresses whose answers may have changed: none, unless it succeeded. */
    public static Set<URI> by(URI asked, int status, Map<String, List<String>> headers) {
        if (status < 200 || status >= 400) {
            return Set.of();
        }
        Set<URI> changed = new LinkedHashSet<>();
        changed.add(asked);
        Stream.of("location", "content-location")
                .flatMap(name -> resolved(asked, headers, name).stream())
                .filter(other -> origin(other).equals(origin(asked)))
                .forEach(changed::add);
        return changed;
    }

    /** The address that an answer says it is about. */
    public static Optional<URI> resolved(URI asked, Map<String, List<String>> headers, String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst().flatMap(text -> {
            try {
                return Optional.of(asked.resolve(URI.create(text.strip())));
            } catch (IllegalArgumentException unreadable) {
                return Optional.empty();
            }
        });
    }

    private static String origin(URI uri) {
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return (uri.getScheme() + "://" + uri.getHost() + ":" + port).toLowerCase(java.util.Locale.ROOT);
    }
}
