package dev.heir.integration.scrape;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Operation;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.strike.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A provider that fetches pages for others, by the words of its wire. It is asked for one page, openly: never through its
 * proxies, with its disguises or out of its cache. Where it followed a redirect, that is told instead of what it found: the
 * other address has a robots.txt and a clock of its own.
 */
sealed interface PageService permits Apify, Firecrawl {

    /** What the operation is called in the document of such a provider. */
    String OPERATION = "fetch-page";

    /** Whose wire the operation's path is; empty for a provider that has none. */
    static Optional<PageService> of(Provider provider) {
        return Optional.ofNullable(provider.operations().get(OPERATION))
                .map(Operation::path)
                .flatMap(path -> {
                    String plain = path.split("\\?", 2)[0];
                    if (plain.endsWith("/run-sync-get-dataset-items")) {
                        return Optional.of(new Apify());
                    }
                    return plain.endsWith("/scrape") ? Optional.of(new Firecrawl()) : Optional.empty();
                });
    }

    /** @param agent who we say we are, to the website as well */
    ObjectNode ask(PageUrl url, String agent, Duration timeout);

    /** What the website answered, as the service tells it. */
    Reply read(byte[] answer, PageUrl url, Instant at);

    /** A page that was found elsewhere is a redirect there. */
    static Reply found(
            PageUrl asked, String where, int status, String type, String html, List<String> robots, Instant at) {
        Optional<PageUrl> found = asked.resolve(where.replaceFirst("#.*", "")).filter(url -> !url.equals(asked));
        if (found.isPresent()) {
            return new Reply.Responded(
                    302, Map.of("location", List.of(found.get().toString())), Body.EMPTY, at);
        }
        Map<String, List<String>> headers = robots.isEmpty()
                ? Map.of("content-type", List.of(type))
                : Map.of("content-type", List.of(type), "x-robots-tag", robots);
        return new Reply.Responded(status, headers, Body.of(html), at);
    }
}
