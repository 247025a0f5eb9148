package dev.heir.integration.scrape.extract;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Addresses of pages as pages write them. */
final class Addresses {

    private Addresses() {}

    /** Absolute, without fragment; empty when it is no address of a page. */
    static Optional<URI> page(String text, String base) {
        // Half a surrogate pair breaks the JDK's encoder.
        if (text.isBlank() || text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
            return Optional.empty();
        }
        try {
            URI reference = new URI(text.strip().replace(" ", "%20"));
            URI uri = base.isEmpty() ? reference : new URI(base).resolve(reference);
            boolean page = uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
            return page ? Optional.of(new URI(uri.toASCIIString().replaceFirst("#.*$", ""))) : Optional.empty();
        } catch (URISyntaxException broken) {
            return Optional.empty();
        }
    }
}
