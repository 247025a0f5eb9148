package dev.heir.integration.outbound;

import dev.heir.integration.credential.Signature;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What stands in the first line of a request: path and query, with what a signature adds to them. */
final class Target {

    private Target() {}

    static String pathAndQuery(URI uri, Signature signature) {
        String query = query(uri, signature);
        return query.isEmpty() ? path(uri) : path(uri) + "?" + query;
    }

    static String path(URI uri) {
        return uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    }

    /** With the signature's parameters. */
    static String query(URI uri, Signature signature) {
        String asked = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        if (signature.query().isEmpty()) {
            return asked;
        }
        StringBuilder query = new StringBuilder(signature.clearedOfOurs(asked));
        signature.query().forEach((name, value) -> query.append(query.isEmpty() ? "" : "&")
                .append(encoded(name))
                .append('=')
                .append(encoded(value)));
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
