package dev.heir.integration.call;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Single parameters of a path and query, percent-encoded (RFC 3986). */
final class Query {

    private Query() {}

    /** The same with this parameter, wherever it stood before. */
    static String with(String pathAndQuery, String name, String value) {
        String others = parts(pathAndQuery).filter(part -> !isNamed(part, name)).collect(Collectors.joining("&"));
        String path = pathAndQuery.split("\\?", 2)[0];
        return path + "?" + others + (others.isEmpty() ? "" : "&") + UrlTemplate.query(Map.of(name, value));
    }

    /** Its value, decoded. */
    static Optional<String> value(String pathAndQuery, String name) {
        return parts(pathAndQuery)
                .filter(part -> isNamed(part, name))
                .map(part -> part.contains("=") ? decoded(part.substring(part.indexOf('=') + 1)) : "")
                .findFirst();
    }

    private static Stream<String> parts(String pathAndQuery) {
        int query = pathAndQuery.indexOf('?');
        return query < 0
                ? Stream.empty()
                : Arrays.stream(pathAndQuery.substring(query + 1).split("&", -1))
                        .filter(part -> !part.isEmpty());
    }

    private static boolean isNamed(String part, String name) {
        return decoded(part.split("=", 2)[0]).equals(name);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
