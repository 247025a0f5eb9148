package dev.heir.integration.rest;

import dev.heir.integration.provider.ProjectKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which headers pass a gateway, and which end at it (RFC 9110, section 7.6.1). */
final class PassedHeaders {

    /** What our own headers begin with, in both directions. */
    static final String OURS = "integration-";

    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-authentication-info",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** What the next connection says anew, and what only tells who asked us. */
    private static final Set<String> OF_THIS_DOOR = Set.of(
            "host",
            "content-length",
            "expect",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-proto",
            "x-real-ip",
            Sources.HEADER);

    /** What only a handshake has (RFC 6455, section 11.3). */
    private static final String OF_A_HANDSHAKE = "sec-websocket-";

    private static final String SUBPROTOCOLS = "sec-websocket-protocol";

    /** In {@code Via}. */
    static final String OUR_NAME = "1.1 integration-orchestrator";

    private PassedHeaders() {}

    /**
     * A caller and what it wants passed on.
     *
     * @param key its project's, with which it is not passed on
     * @param passed by lower-case name
     * @param ours by lower-case name, without {@link #OURS}
     */
    record Asked(Optional<String> key, Map<String, String> passed, Map<String, String> ours) {}

    /**
     * Finds the project's key wherever a client library puts the key it was given: in {@code Integration-Key}, under any
     * scheme of {@code Authorization}, or as a header of the provider's such as {@code X-Shopify-Access-Token}.
     */
    static Asked asked(Map<String, List<String>> given) {
        Map<String, String> ours = new LinkedHashMap<>();
        Map<String, String> passed = new LinkedHashMap<>();
        Set<String> ending = ending(given);
        given.forEach((name, values) -> {
            if (name.startsWith(OURS)) {
                ours.put(name.substring(OURS.length()), String.join(",", values));
            } else if (name.equals("cookie")) {
                ShownKeys.Rest cookies = ShownKeys.inCookies(values);
                cookies.key().ifPresent(key -> ours.putIfAbsent("key", key));
                cookies.passed().ifPresent(text -> passed.put(name, text));
            } else if (!ending.contains(name) && !OF_THIS_DOOR.contains(name)) {
                passed.put(name, String.join(", ", values)); // RFC 9110, section 5.3
            }
        });
        if (!Upgrade.of(given).isPresent()) {
            passed.keySet().removeIf(name -> name.startsWith(OF_A_HANDSHAKE));
        }
        passed.merge("via", OUR_NAME, (before, us) -> before + ", " + us); // RFC 9110, section 7.6.3
        Optional<String> key = Optional.ofNullable(ours.remove("key"));
        // Some libraries send it twice, and it ends here wherever it stands.
        List<String> carriers = passed.entrySet().stream()
                .filter(header -> key(header.getValue()).isPresent())
                .map(Map.Entry::getKey)
                .toList();
        Optional<String> found = key.or(() ->
                passed.values().stream().flatMap(value -> key(value).stream()).findFirst());
        carriers.forEach(name -> passed.computeIfPresent(
                name,
                (_, value) -> name.equals(SUBPROTOCOLS) ? withoutKey(value).orElse(null) : null));
        return new Asked(found, passed, ours);
    }

    /** Where a page in a browser, which can set no header, puts what it has to say; the others are for the provider. */
    private static Optional<String> withoutKey(String subprotocols) {
        return Arrays.stream(subprotocols.split(","))
                .map(String::strip)
                .filter(each -> key(each).isEmpty())
                .reduce((some, more) -> some + ", " + more);
    }

    /** What a provider's answer passes on: no cookie by which we would know somebody. */
    static Map<String, List<String>> answered(Map<String, List<String>> given) {
        Set<String> ending = ending(given);
        Map<String, List<String>> passed = new LinkedHashMap<>(given);
        passed.keySet().removeIf(name -> ending.contains(name) || name.startsWith(OURS));
        passed.computeIfPresent("set-cookie", (_, cookies) -> {
            List<String> left = cookies.stream()
                    .filter(cookie -> !SessionCookie.isOurs(cookie))
                    .toList();
            return left.isEmpty() ? null : left;
        });
        return passed;
    }

    /** What belongs to one connection: of old, and what {@code Connection} names. */
    private static Set<String> ending(Map<String, List<String>> given) {
        Set<String> ending = new HashSet<>(OF_THE_CONNECTION);
        given.getOrDefault("connection", List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .forEach(ending::add);
        return ending;
    }

    private static Optional<String> key(String value) {
        return Stream.concat(Stream.of(value), Arrays.stream(value.split("[ ,]+")))
                .flatMap(part -> Stream.concat(
                        Stream.of(part), Arrays.stream(decoded(part).split(":"))))
                .flatMap(part -> ProjectKey.find(part).stream())
                .findFirst();
    }

    /** The credentials of {@code Basic} (RFC 7617); nothing where it is no Base64. */
    private static String decoded(String part) {
        try {
            return new String(Base64.getDecoder().decode(part), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    /** By lower-case name, in order. */
    static Map<String, List<String>> of(Iterable<Map.Entry<String, String>> received) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        received.forEach(header -> headers.merge(
                header.getKey().toLowerCase(Locale.ROOT),
                List.of(header.getValue()),
                (some, more) -> Stream.concat(some.stream(), more.stream()).collect(Collectors.toUnmodifiableList())));
        return headers;
    }
}
