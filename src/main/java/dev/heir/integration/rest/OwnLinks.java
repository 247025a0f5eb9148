package dev.heir.integration.rest;

import dev.heir.integration.provider.Provider;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The addresses in a provider's headers, as its client reaches them: through us. A client library that follows the link
 * to the next page, or a redirect, would otherwise leave the gateway, and its key with it.
 */
final class OwnLinks {

    private static final Set<String> WITH_ADDRESSES = Set.of("location", "content-location", "link");

    private static final String END = "(?=[/?#>;,\\s]|$)";

    private final List<String> theirs;
    private final String ours;

    /** @param ours the proxy's URL for this provider, without a slash at its end */
    OwnLinks(Provider provider, String ours) {
        this.theirs = Stream.concat(Stream.of(provider.baseUrl()), provider.alternatives().stream())
                .map(URI::toString)
                .map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url)
                .toList();
        this.ours = ours;
    }

    List<String> of(Map.Entry<String, List<String>> header) {
        return WITH_ADDRESSES.contains(header.getKey())
                ? header.getValue().stream().map(this::rewritten).toList()
                : header.getValue();
    }

    /** Only where the base URL ends: {@code https://api.example} is not the beginning of {@code https://api.example.org}. */
    private String rewritten(String value) {
        String rewritten = value;
        for (String base : theirs) {
            rewritten = rewritten.replaceAll(Pattern.quote(base) + END, Matcher.quoteReplacement(ours));
        }
        // A path without an origin is the provider's, and below its base URL it is one of ours.
        String path = URI.create(theirs.getFirst()).getRawPath();
        return rewritten.replaceAll(
                "(^|<)" + Pattern.quote(path) + (path.isEmpty() ? "(?=/(?!/))" : END),
                "$1" + Matcher.quoteReplacement(ours));
    }
}
