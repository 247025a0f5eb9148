package dev.heir.integration.provider;

import java.net.URI;
import java.util.Locale;

/**
 * Who is spoken to: what one credential and one permission are for (RFC 6454, section 4).
 *
 * @param scheme {@code https} or {@code http}
 * @param host in lower case
 * @param port also where it is the usual one
 */
public record Origin(String scheme, String host, int port) {

    public boolean isSecure() {
        return scheme.equals("https");
    }

    /** @param uri of http or https, with a host */
    public static Origin of(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        return new Origin(
                scheme,
                uri.getHost().toLowerCase(Locale.ROOT),
                uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80);
    }
}
