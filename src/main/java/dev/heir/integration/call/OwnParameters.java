package dev.heir.integration.call;

import dev.heir.integration.credential.Signature;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The query parameters that a signature fills: a next link or a redirect that repeats them, masked or not, would have them
 * sent twice, and many servers take the first.
 */
final class OwnParameters {

    private OwnParameters() {}

    static URI removedFrom(URI uri, Signature signature) {
        String query = uri.getRawQuery();
        if (query == null || signature.query().isEmpty()) {
            return uri;
        }
        String left = Arrays.stream(query.split("&"))
                .filter(parameter -> !signature.query().containsKey(name(parameter)))
                .collect(Collectors.joining("&"));
        if (left.equals(query)) {
            return uri;
        }
        String whole = uri.toString();
        int from = whole.indexOf('?');
        int to = whole.indexOf('#') < 0 ? whole.length() : whole.indexOf('#');
        return URI.create(whole.substring(0, from) + (left.isEmpty() ? "" : "?" + left) + whole.substring(to));
    }

    private static String name(String parameter) {
        String name = parameter.split("=", 2)[0];
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return name;
        }
    }
}
