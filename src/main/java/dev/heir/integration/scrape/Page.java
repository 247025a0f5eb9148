package dev.heir.integration.scrape;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.scrape.sitemap.Sitemap;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What has become of a page. Every state but {@link Waiting} is final. */
public sealed interface Page {

    /**
     * To be fetched.
     *
     * @param notBefore when its host may be asked at the earliest
     * @param tries how often fetching it failed so far
     * @param lastFailure why, the last time
     */
    record Waiting(Instant notBefore, int tries, Optional<String> lastFailure) implements Page {}

    /**
     * Read.
     *
     * @param url where it was found in the end, behind all redirects
     * @param content empty when the page asks robots not to keep it (noindex)
     * @param provenance empty when it is what the website sent, and that is all there is to say
     */
    record Fetched(
            URI url,
            int status,
            Instant at,
            Optional<Content> content,
            List<Link> links,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Provenance> provenance)
            implements Page {

        public Fetched {
            links = List.copyOf(links);
        }

        public Fetched(URI url, int status, Instant at, Optional<Content> content, List<Link> links) {
            this(url, status, at, content, links, Optional.empty());
        }

        Fetched with(Provenance how) {
            return new Fetched(url, status, at, content, links, Optional.of(how));
        }
    }

    /**
     * Not asked for, because robots.txt says so.
     *
     * @param rule its line
     */
    record Refused(URI url, String rule) implements Page {}

    /**
     * The website does not want us there; that is respected.
     *
     * @param how what was recognised
     */
    record Blocked(URI url, int status, String how) implements Page {}

    /** Cannot be read, and asking again would not help: not found, not text, redirects without an end. */
    record Failed(URI url, String reason) implements Page {}

    /**
     * Says what another page of its crawl says, or is that page by another address.
     *
     * @param of the other one
     * @param how it was recognised
     */
    record Duplicate(URI url, URI of, String how) implements Page {}

    /**
     * A sitemap, read for its crawl.
     *
     * @param pages how many it names
     * @param sitemaps how many further sitemaps it names
     * @param whole whether all of it was read
     * @param found what it names; nothing once it has been told to the crawl
     */
    record Listed(URI url, int pages, int sitemaps, boolean whole, Sitemap found) implements Page {

        static Listed of(URI url, Sitemap sitemap) {
            return new Listed(url, sitemap.pages().size(), sitemap.sitemaps().size(), sitemap.whole(), sitemap);
        }
    }

    /** Not read, because its scrape was cancelled, its crawl's time was up, or the page led out of it. */
    record Skipped(URI url, String reason) implements Page {}

    /** Given up after the last try: a person's case. */
    record Dead(URI url, String reason, int attempts) implements Page {}

    /** The word for it on the wire. */
    default String state() {
        return switch (this) {
            case Waiting waiting -> "WAITING";
            case Fetched fetched -> "FETCHED";
            case Refused refused -> "REFUSED";
            case Blocked blocked -> "BLOCKED";
            case Failed failed -> "FAILED";
            case Dead dead -> "DEAD";
            case Duplicate duplicate -> "DUPLICATE";
            case Skipped skipped -> "SKIPPED";
            case Listed listed -> "LISTED";
        };
    }
}
