package dev.heir.integration.outbound.signing;

import dev.heir.integration.provider.Body;
import java.net.URI;
import java.util.Map;

/**
 * A request as it is about to leave, but for what signs it.
 *
 * @param path as it is sent, never empty
 * @param query as it is sent; empty for none
 * @param headers by lower-case name
 */
public record Unsigned(String method, URI uri, String path, String query, Map<String, String> headers, Body body) {

    /** As the {@code Host} header says it: the port only where it is not the usual one. */
    String authority() {
        int usual = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return uri.getPort() < 0 || uri.getPort() == usual ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    boolean hasForm() {
        String type = headers.getOrDefault("content-type", "");
        return type.regionMatches(true, 0, "application/x-www-form-urlencoded", 0, 33);
    }
}
