package dev.heir.integration.outbound;

import dev.heir.integration.credential.Signature;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

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
        // A parameter of the same name is not ours: of two, a server may take the first.
        StringJoiner query = new StringJoiner("&");
        for (String part : asked.split("&", -1)) {
            String name = part.split("=", 2)[0];
            if (!part.isEmpty() && !signature.query().containsKey(decoded(name))) {
                query.add(part);
            }
        }
        signature.query().forEach((name, value) -> query.add(encoded(name) + "=" + encoded(value)));
        return query.toString();
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noEscape) {
            return name;
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
