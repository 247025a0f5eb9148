package dev.heir.integration.scrape;

import dev.heir.integration.scrape.extract.Reading;
import dev.heir.integration.scrape.extract.Remembered;
import dev.heir.integration.scrape.extract.Structure;
import dev.heir.integration.scrape.extract.Wanted;
import dev.heir.integration.strike.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.nodes.Document;

/**
 * Reads a page that its website let us have, as far as its owner lets us keep it.
 *
 * @param remembered how the page showed its fields the last time
 */
record Legible(ScrapeConfig config, Map<String, Remembered> remembered) {

    Verdict read(Errand errand, Reply.Responded reply, ContentType type, Optional<Seen> seen) {
        PageUrl at = errand.at();
        if (seen.isPresent()) {
            Document page = seen.get().document();
            RobotsTag wish = wish(reply, page);
            List<Link> links = Extraction.links(page, at, wish.follow());
            if (!mayKeep(wish)) {
                return fetched(at, reply, Optional.empty(), links);
            }
            Content content = Extraction.content(
                    page, seen.get().text(), at, errand.order().selectors());
            Verdict.End read = noted(wish, at, reply, content, links, read(errand.order(), page, at, reply.at()));
            return read.page() instanceof Page.Fetched plain && EmptyWithoutScripts.is(seen.get())
                    ? new Verdict.Hollow(read, plain)
                    : read;
        }
        if (!type.isText()) {
            return new Verdict.End(new Page.Failed(at.uri(), "is not a text that can be read: " + type.text()));
        }
        RobotsTag wish = wish(reply, Document.createShell(""));
        if (!mayKeep(wish)) {
            return fetched(at, reply, Optional.empty(), List.of());
        }
        Content content = Extraction.plain(reply.body(), type.text());
        Optional<Reading> reading = type.isJson()
                ? readJson(errand.order().wanted(), Html.text(reply.body(), type.text()), reply.at())
                : Optional.empty();
        return noted(wish, at, reply, content, List.of(), reading);
    }

    private Optional<Reading> read(Order order, Document page, PageUrl at, Instant now) {
        Wanted wanted = order.crawl().filter(Bounds::pagination).isPresent()
                ? order.wanted().and(Structure.NEXT_PAGE)
                : order.wanted();
        return wanted.isNothing()
                ? Optional.empty()
                : Optional.of(Reading.of(page, at.uri(), wanted.fields(), wanted.structures(), remembered, now));
    }

    private Optional<Reading> readJson(Wanted wanted, String answer, Instant now) {
        return wanted.fields().isEmpty() ? Optional.empty() : Reading.ofJson(answer, wanted.fields(), remembered, now);
    }

    private static Verdict.End noted(
            RobotsTag wish,
            PageUrl at,
            Reply.Responded reply,
            Content content,
            List<Link> links,
            Optional<Reading> reading) {
        return reading.map(read -> new Verdict.End(
                        page(at, reply, Optional.of(kept(wish, content.with(read.extracted()))), links),
                        Duration.ZERO,
                        read.notes()))
                .orElseGet(() -> fetched(at, reply, Optional.of(kept(wish, content)), links));
    }

    private static Verdict.End fetched(PageUrl at, Reply.Responded reply, Optional<Content> content, List<Link> links) {
        return new Verdict.End(page(at, reply, content, links));
    }

    private static Page page(PageUrl at, Reply.Responded reply, Optional<Content> content, List<Link> links) {
        return new Page.Fetched(
                at.uri(),
                reply.status(),
                reply.at(),
                content,
                links,
                content.flatMap(_ -> Validators.of(reply)).map(Provenance::validated));
    }

    private RobotsTag wish(Reply.Responded reply, Document page) {
        return RobotsTag.of(reply.headers(), page, config.token(), reply.at());
    }

    /** What we may keep of what a website said before, by what it answers now without any document. */
    Optional<Content> kept(Content before, Reply.Responded reply) {
        RobotsTag wish = wish(reply, Document.createShell(""));
        return mayKeep(wish) ? Optional.of(kept(wish, before)) : Optional.empty();
    }

    private boolean mayKeep(RobotsTag wish) {
        return wish.index() && !(wish.reserved() && config.respectReservations());
    }

    private static Content kept(RobotsTag wish, Content content) {
        return wish.archive() ? content : content.withoutText();
    }
}
