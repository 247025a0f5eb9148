package dev.heir.integration.provider;

import java.util.Locale;
import java.util.Set;

/**
 * Headers that say where a request ends, whom it is for, and what becomes of its connection (RFC 9110, section 7.6.1). What
 * a document or a caller puts there would change the request that comes after.
 */
public final class ConnectionHeaders {

    private static final Set<String> NAMES = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authorization",
            "te",
            "trailer",
            "upgrade",
            "expect");

    private ConnectionHeaders() {}

    /** @param name in any case */
    public static boolean has(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }
}
