package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.scrape.Content;
import dev.heir.integration.scrape.Link;
import dev.heir.integration.scrape.Page;
import dev.heir.integration.scrape.Provenance;
import dev.heir.integration.scrape.Scrape;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A scrape on the wire.
 *
 * @param state {@code WORKING} until every page has reached its end, then {@code DONE}
 * @param states how many of all its pages are in which state
 * @param progress how fast it goes on
 * @param next what to ask for as {@code cursor} to read on; absent at the end
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@RegisterForReflection
public record ScrapeDocument(
        String id,
        Optional<String> dprId,
        String project,
        Instant submittedAt,
        String state,
        Map<String, Long> states,
        Progress progress,
        List<PageDocument> pages,
        Optional<String> next) {

    /**
     * How fast a scrape goes on.
     *
     * @param endedInFiveMinutes pages that reached their end lately
     * @param left how many pages the crawl may still find
     * @param endsAt when the crawl's time is up
     * @param doneAt when the pages that are known will be done at this speed
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    @RegisterForReflection
    public record Progress(
            long endedInFiveMinutes,
            int left,
            Optional<Instant> endsAt,
            Optional<Instant> cancelledAt,
            Optional<Instant> doneAt) {

        static Progress of(Scrape.Speed speed) {
            return new Progress(speed.ended(), speed.left(), speed.endsAt(), speed.cancelledAt(), speed.doneAt());
        }
    }

    /**
     * How a page came to us.
     *
     * @param by {@code browser} when one showed it; absent when it is as the website sent it
     * @param note what was not got, or why no browser showed it
     * @param unchangedSince when it was read, if the website said since then only that it has not changed
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    @RegisterForReflection
    public record FetchDocument(Optional<String> by, Optional<String> note, Optional<Instant> unchangedSince) {

        static Optional<FetchDocument> of(Provenance provenance) {
            FetchDocument document = new FetchDocument(provenance.by(), provenance.note(), provenance.unchangedSince());
            return document.equals(new FetchDocument(Optional.empty(), Optional.empty(), Optional.empty()))
                    ? Optional.empty()
                    : Optional.of(document);
        }
    }

    /**
     * One page, flat: what its state does not have is absent.
     *
     * @param at where it was found or refused, behind all redirects
     * @param of whose duplicate it is
     * @param reason why it waits still, was refused, is blocked or could not be read
     * @param fetch how it came to us, where that is more than one plain request
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    @RegisterForReflection
    public record PageDocument(
            URI url,
            String state,
            Optional<URI> at,
            Optional<URI> of,
            Optional<Integer> status,
            Optional<String> reason,
            Optional<Integer> tries,
            Optional<Instant> notBefore,
            Optional<Instant> fetchedAt,
            Optional<Content> content,
            Optional<List<Link>> links,
            Optional<FetchDocument> fetch) {

        static PageDocument of(Scrape.Entry entry) {
            URI url = entry.url().uri();
            String state = entry.page().state();
            return switch (entry.page()) {
                case Page.Waiting(Instant notBefore, int tries, Optional<String> lastFailure) ->
                    new PageDocument(
                            url,
                            state,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            lastFailure,
                            Optional.of(tries),
                            Optional.of(notBefore),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty());
                case Page.Fetched page ->
                    new PageDocument(
                            url,
                            state,
                            Optional.of(page.url()),
                            Optional.empty(),
                            Optional.of(page.status()),
                            page.content().isPresent() ? Optional.empty() : Optional.of("noindex"),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(page.at()),
                            page.content(),
                            Optional.of(page.links()),
                            page.provenance().flatMap(FetchDocument::of));
                case Page.Refused(URI at, String rule) ->
                    ended(url, state, at, Optional.empty(), rule, Optional.empty());
                case Page.Blocked(URI at, int status, String how) ->
                    ended(url, state, at, Optional.of(status), how, Optional.empty());
                case Page.Failed(URI at, String reason) ->
                    ended(url, state, at, Optional.empty(), reason, Optional.empty());
                case Page.Dead(URI at, String reason, int attempts) ->
                    ended(url, state, at, Optional.empty(), reason, Optional.of(attempts));
                case Page.Listed listed ->
                    ended(url, state, listed.url(), Optional.empty(), told(listed), Optional.empty());
                case Page.Skipped(URI at, String reason) ->
                    ended(url, state, at, Optional.empty(), reason, Optional.empty());
                case Page.Duplicate(URI at, URI of, String how) ->
                    new PageDocument(
                            url,
                            state,
                            Optional.of(at),
                            Optional.of(of),
                            Optional.empty(),
                            Optional.of(how),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty());
            };
        }

        private static String told(Page.Listed sitemap) {
            return "a sitemap that names " + sitemap.pages() + " pages and " + sitemap.sitemaps() + " sitemaps"
                    + (sitemap.whole() ? "" : "; it was broken or too large, and not read to its end");
        }

        private static PageDocument ended(
                URI url, String state, URI at, Optional<Integer> status, String reason, Optional<Integer> tries) {
            return new PageDocument(
                    url,
                    state,
                    Optional.of(at),
                    Optional.empty(),
                    status,
                    Optional.of(reason),
                    tries,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    static ScrapeDocument of(Scrape scrape) {
        return new ScrapeDocument(
                scrape.id().toString(),
                scrape.dprId(),
                scrape.project(),
                scrape.submittedAt(),
                scrape.isDone() ? "DONE" : "WORKING",
                scrape.states(),
                Progress.of(scrape.speed()),
                scrape.pages().stream().map(PageDocument::of).toList(),
                scrape.next().stream()
                        .mapToObj(Long::toString)
                        .map(dev.heir.integration.rest.Page::cursor)
                        .findFirst());
    }
}
