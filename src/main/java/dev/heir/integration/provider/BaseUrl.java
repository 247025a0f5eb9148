package dev.heir.integration.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** The rules for a base URL: where a provider may live. */
final class BaseUrl {

    private BaseUrl() {}

    /** Notes in {@code fields} what is wrong; a trailing slash is dropped, since paths of operations begin with one. */
    static Optional<URI> read(Fields fields, String path, String text, boolean internal) {
        URI url;
        try {
            url = new URI(lowerScheme(text.endsWith("/") ? text.substring(0, text.length() - 1) : text));
        } catch (URISyntaxException malformed) {
            fields.flaw(path, text, "must be a URL such as https://api.example.com/v1");
            return Optional.empty();
        }
        Optional<String> reason = refusal(url, internal);
        reason.ifPresent(why -> fields.flaw(path, text, why));
        return reason.isPresent() ? Optional.empty() : Optional.of(url);
    }

    /** A scheme is the same in any case (RFC 3986, section 3.1); written one way it is compared without a thought. */
    private static String lowerScheme(String text) {
        int end = text.indexOf(':');
        return end < 0 ? text : text.substring(0, end).toLowerCase(Locale.ROOT) + text.substring(end);
    }

    private static Optional<String> refusal(URI url, boolean internal) {
        if (!"https".equals(url.getScheme()) && !"http".equals(url.getScheme())) {
            return Optional.of("must begin with https:// or http://");
        }
        if (url.getRawUserInfo() != null
                || (url.getRawAuthority() != null && url.getRawAuthority().contains("@"))) {
            return Optional.of("must not carry a user or password: register a credential");
        }
        if (url.getRawFragment() != null || url.getRawQuery() != null) {
            return Optional.of("must not have a query or a fragment: put a query into the operation's path");
        }
        if (url.getHost() == null) {
            return Optional.of("must name a host (letters, digits, hyphens and dots)");
        }
        // The URL standard's "ends in a number": some resolvers read such a name as an address, each in its own way.
        if (url.getHost().matches("(.*\\.)?(\\d+|0[xX][0-9A-Fa-f]*)\\.?")
                && Addresses.literal(url.getHost()).isEmpty()) {
            return Optional.of("ends in a number, but is no address");
        }
        if (url.getPort() == 0 || url.getPort() > 65_535) {
            return Optional.of("must have a port from 1 to 65535, or none");
        }
        if (!url.normalize().equals(url)) {
            return Optional.of("must not contain '.' or '..' segments or empty ones");
        }
        if (Addresses.isMetadata(url.getHost())) {
            return Optional.of("is where a cloud gives its machines their credentials: no provider lives there");
        }
        if (!internal && Ports.isOfAnotherProtocol(url)) {
            return Optional.of(
                    "has a port where another protocol is spoken: only 'internal: true' lets a provider use it");
        }
        if (!internal && Addresses.isPrivate(url.getHost())) {
            return Optional.of("is a private address: only 'internal: true' lets a provider live there");
        }
        return Optional.empty();
    }
}
