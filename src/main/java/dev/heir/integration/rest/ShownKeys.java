package dev.heir.integration.rest;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.ProjectKey;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Projects' keys outside of headers that have no other use: they end here as well, and what stands beside them goes on. */
final class ShownKeys {

    private ShownKeys() {}

    /** @param passed what is left without the key; empty where nothing is */
    record Rest(Optional<String> key, Optional<String> passed) {}

    /** Joined as RFC 6265, section 4.2.1, has it; a person's session is for nobody behind us. */
    static Rest inCookies(List<String> values) {
        return without(
                Arrays.stream(String.join("; ", values).split("; *"))
                        .filter(cookie -> !SessionCookie.isOurs(cookie))
                        .toList(),
                "; ");
    }

    /**
     * As a parameter of the query, where some libraries put what they were given.
     *
     * @param target with its path
     * @throws InvalidInput when it stands in the path, where nothing can be left out
     */
    static Rest inTarget(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        if (in(path).isPresent()) {
            throw passedOn("path");
        }
        if (query < 0) {
            return new Rest(Optional.empty(), Optional.of(target));
        }
        Rest rest = without(List.of(target.substring(query + 1).split("&", -1)), "&");
        return rest.key.isEmpty()
                ? new Rest(Optional.empty(), Optional.of(target))
                : new Rest(
                        rest.key,
                        Optional.of(path + rest.passed.map(left -> "?" + left).orElse("")));
    }

    /** @throws InvalidInput when the caller's own key stands in a body that is held */
    static void refuseIn(Body body, Optional<String> own) {
        if (own.isPresent()
                && body.isWhole()
                && new String(body.bytes(), StandardCharsets.ISO_8859_1).contains(own.get())) {
            throw passedOn("body");
        }
    }

    private static InvalidInput passedOn(String where) {
        return new InvalidInput(where, "[not shown]", "holds a project's key, which the provider would get");
    }

    private static Rest without(List<String> parts, String separator) {
        List<String> keys = new ArrayList<>();
        List<String> passed = new ArrayList<>();
        for (String part : parts) {
            Optional<String> key = in(part);
            key.ifPresentOrElse(keys::add, () -> passed.add(part));
        }
        return new Rest(
                keys.stream().findFirst(),
                passed.isEmpty() ? Optional.empty() : Optional.of(String.join(separator, passed)));
    }

    private static Optional<String> in(String text) {
        return ProjectKey.find(text)
                .or(() -> text.indexOf('%') < 0 ? Optional.empty() : ProjectKey.find(decoded(text)));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
