package dev.heir.integration.scrape;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The address of a page in its normal form: http or https, lower-case host, no default port, no fragment, no percent sign
 * where a character can stand for itself.
 */
public record PageUrl(URI uri) {

    private static final int LONGEST = 4096;
    /** Lower-case host, no usual port, and only what stands for itself. */
    private static final Pattern PLAIN = Pattern.compile(
            "https?://[a-z0-9]++(?:[-.][a-z0-9]++){0,10}+(?::(?!80/|443/)[1-9][0-9]*+)?/[A-Za-z0-9._~/=&?,;+-]*+");

    private static final Pattern PERCENT = Pattern.compile("%([0-9a-fA-F]{2})");

    public PageUrl {
        if (!isPlain(uri) && !uri.equals(normal(uri))) {
            throw new IllegalArgumentException("not in normal form: " + uri);
        }
    }

    /** @throws IllegalArgumentException with the reason why it is not the address of a page */
    public static PageUrl parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("must not be longer than " + LONGEST + " characters");
        }
        try {
            URI given = new URI(whole(text).strip());
            return new PageUrl(isPlain(given) ? given : normal(new URI(given.toASCIIString())));
        } catch (URISyntaxException malformed) {
            throw new IllegalArgumentException("must be a URL: " + malformed.getReason(), malformed);
        }
    }

    /** Where a reference found on this page leads; empty when that is no page ({@code mailto:}, malformed). */
    public Optional<PageUrl> resolve(String reference) {
        try {
            String encoded = new URI(whole(reference).strip().replace(" ", "%20")).toASCIIString();
            return Optional.of(parse(uri.resolve(encoded).toString()));
        } catch (URISyntaxException | IllegalArgumentException noPage) {
            return Optional.empty();
        }
    }

    /** Whom politeness is owed to: the host, with its port where that is unusual. */
    public String host() {
        return uri.getRawAuthority();
    }

    /** What one robots.txt speaks for (RFC 9309, section 2.3): scheme and authority. */
    public String origin() {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    /** Whether it is on this very machine by its name alone; no name is looked up. */
    public boolean isLoopback() {
        String host = uri.getHost();
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host.replaceAll("^\\[|]$", "")).isLoopbackAddress();
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    public String path() {
        return uri.getRawPath();
    }

    /** What rules are compared with: the path, and the query where there is one. */
    public String target() {
        return uri.getRawQuery() == null ? path() : path() + "?" + uri.getRawQuery();
    }

    @Override
    public String toString() {
        return uri.toString();
    }

    /** The JDK's encoder breaks on half a surrogate pair, which a page can write. */
    private static String whole(String text) {
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new IllegalArgumentException("must not contain half a character");
        }
        return text;
    }

    /** Whether it is in normal form at a glance, as nearly all are: a crawl reads hundreds of them on each page. */
    private static boolean isPlain(URI uri) {
        String text = uri.toString();
        return uri.getHost() != null
                && PLAIN.matcher(text).matches()
                && text.indexOf("//", "https://".length()) < 0
                && !text.contains("/.");
    }

    private static URI normal(URI given) {
        String scheme = given.getScheme() == null ? "" : given.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("must start with http:// or https://");
        }
        if (given.getHost() == null) {
            throw new IllegalArgumentException("must name a host; international names in their xn-- form");
        }
        if (given.getRawUserInfo() != null) {
            throw new IllegalArgumentException("must not carry a user or a password");
        }
        // A letter is a letter and a dot a dot however it is written (RFC 3986, section 6.2.2.2), else
        // "/x/%2e%2e/private"
        // would pass robots.txt.
        URI clean = URI.create(PERCENT.matcher(given.toString()).replaceAll(PageUrl::plain))
                .normalize();
        // The root of all names may be written or not: the host, its clock and its robots.txt are the same.
        String host = clean.getHost().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        int usual = scheme.equals("https") ? 443 : 80;
        String port = clean.getPort() == -1 || clean.getPort() == usual ? "" : ":" + clean.getPort();
        String path = clean.getRawPath().replaceFirst("^(/\\.\\.)+(?=/|$)", "");
        String query = clean.getRawQuery() == null ? "" : "?" + clean.getRawQuery();
        return URI.create(scheme + "://" + host + port + (path.isEmpty() ? "/" : path) + query);
    }

    private static String plain(MatchResult escaped) {
        char character = (char) Integer.parseInt(escaped.group(1), 16);
        boolean unreserved =
                (character < 128 && Character.isLetterOrDigit(character)) || "-._~".indexOf(character) >= 0;
        return unreserved ? String.valueOf(character) : escaped.group().toUpperCase(Locale.ROOT);
    }
}
