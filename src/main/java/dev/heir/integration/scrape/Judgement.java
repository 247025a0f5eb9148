package dev.heir.integration.scrape;

import dev.heir.integration.scrape.extract.Reading;
import dev.heir.integration.scrape.extract.Remembered;
import dev.heir.integration.scrape.extract.Structure;
import dev.heir.integration.scrape.extract.Wanted;
import dev.heir.integration.scrape.sitemap.Sitemap;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.ServerSaid;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Document;

/**
 * The one place that decides what a website's reply means.
 *
 * @param remembered how the page showed its fields the last time
 */
record Judgement(ScrapeConfig config, Map<String, Remembered> remembered) {

    /** RFC 9309 asks for five for robots.txt; a page that needs more has no end. */
    static final int MOST_HOPS = 5;

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    Judgement(ScrapeConfig config) {
        this(config, Map.of());
    }

    Verdict judge(Errand errand, Reply reply) {
        return switch (reply) {
            case Reply.TooLarge large ->
                new Verdict.End(new Page.Failed(errand.at().uri(), large.reason()));
            // A name may have an address again the next time.
            case Reply.Withheld withheld -> new Verdict.Again(withheld.reason());
            case Reply.NoRoom noRoom -> new Verdict.Again(noRoom.reason());
            case Reply.NotSent notSent -> new Verdict.Again(notSent.reason());
            case Reply.Lost lost -> new Verdict.Again(lost.reason());
            case Reply.Abandoned left -> new Verdict.Again(left.reason());
            case Reply.Responded responded -> judge(errand, responded);
        };
    }

    /**
     * The same for an answer to the question whether the page has changed.
     *
     * @param earlier the page as it was then
     */
    Verdict judge(Errand errand, Reply reply, Page.Fetched earlier) {
        if (!(reply instanceof Reply.Responded answer) || answer.status() != 304) {
            return judge(errand, reply);
        }
        Optional<Provenance> before = earlier.provenance();
        Provenance unchanged = new Provenance(
                Optional.empty(),
                before.flatMap(Provenance::note),
                Validators.of(answer).or(() -> before.flatMap(Provenance::validators)),
                before.flatMap(Provenance::unchangedSince).or(() -> Optional.of(earlier.at())));
        // What the website wishes now is what counts.
        Optional<Content> content = earlier.content().filter(_ -> mayKeep(wish(answer, Document.createShell(""))));
        return new Verdict.End(new Page.Fetched(
                errand.at().uri(), 304, answer.at(), content, earlier.links(), Optional.of(unchanged)));
    }

    private Verdict judge(Errand errand, Reply.Responded reply) {
        int status = reply.status();
        String type = contentType(reply);
        if (REDIRECTS.contains(status)) {
            return redirect(errand, reply);
        }
        boolean sitemap = errand.trail().sitemap();
        Optional<Seen> seen = isHtml(type) && !sitemap
                ? Optional.of(Seen.of(Html.parse(reply.body(), type, errand.at())))
                : Optional.empty();
        Optional<Wall> wall = status == 429 ? Optional.empty() : Wall.recognise(errand.url(), errand.at(), reply, seen);
        Optional<Duration> asked = asksToWait(reply);
        if (wall.filter(one -> one.noticed() || !sitemap).isPresent()) {
            Duration pause = wall.get().noticed() ? config.blockedPause() : Duration.ZERO;
            Page blocked =
                    new Page.Blocked(errand.at().uri(), status, wall.get().how());
            return new Verdict.End(blocked, longer(pause, asked.orElse(Duration.ZERO)), List.of());
        }
        if (status == 429 || status == 503 || (status >= 400 && asked.isPresent())) {
            return new Verdict.LeaveAlone(asked.orElse(Duration.ZERO), status, "the host answered " + status);
        }
        if (sitemap) {
            return listed(errand, reply);
        }
        if (status == 408 || status == 425 || status >= 500) {
            return new Verdict.Again("the host answered " + status);
        }
        if (status < 200 || status > 299) {
            return new Verdict.End(new Page.Failed(errand.at().uri(), "the host answered " + status));
        }
        return read(errand, reply, type, seen);
    }

    /** Most hosts have none: that is nobody's failure. */
    private static Verdict listed(Errand errand, Reply.Responded reply) {
        URI at = errand.at().uri();
        return new Verdict.End(
                reply.status() >= 200 && reply.status() <= 299
                        ? Page.Listed.of(at, Sitemap.read(reply.body().bytes()))
                        : new Page.Skipped(at, "no sitemap: the host answered " + reply.status()));
    }

    private static Verdict redirect(Errand errand, Reply.Responded reply) {
        String location = reply.header("location");
        Optional<PageUrl> target =
                location == null ? Optional.empty() : errand.at().resolve(location);
        if (target.isEmpty()) {
            return new Verdict.End(
                    new Page.Failed(errand.at().uri(), "a redirect (" + reply.status() + ") to no page: " + location));
        }
        return moved(errand, target.get());
    }

    /** By a redirect or by a script. */
    static Verdict moved(Errand errand, PageUrl to) {
        return errand.hops() >= MOST_HOPS
                ? new Verdict.End(
                        new Page.Failed(errand.at().uri(), "more than " + MOST_HOPS + " redirects, the last to " + to))
                : new Verdict.Moved(to);
    }

    private Verdict read(Errand errand, Reply.Responded reply, String type, Optional<Seen> seen) {
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
        if (!isText(type)) {
            return new Verdict.End(new Page.Failed(at.uri(), "is not a text that can be read: " + type));
        }
        RobotsTag wish = wish(reply, Document.createShell(""));
        if (!mayKeep(wish)) {
            return fetched(at, reply, Optional.empty(), List.of());
        }
        Content content = Extraction.plain(reply.body(), type);
        Optional<Reading> reading = isJson(type)
                ? readJson(errand.order().wanted(), Html.text(reply.body(), type), reply.at())
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

    private boolean mayKeep(RobotsTag wish) {
        return wish.index() && !(wish.reserved() && config.respectReservations());
    }

    private static Content kept(RobotsTag wish, Content content) {
        return wish.archive() ? content : content.withoutText();
    }

    /** How long the host asks to be left alone; empty when it does not. */
    static Optional<Duration> asksToWait(Reply.Responded reply) {
        return ServerSaid.read(reply).retryAt().map(until -> Duration.between(reply.at(), until));
    }

    private static String contentType(Reply.Responded reply) {
        String type = reply.header("content-type");
        return type == null ? "" : type.toLowerCase(Locale.ROOT);
    }

    static boolean isHtml(Reply.Responded reply) {
        return isHtml(contentType(reply));
    }

    /** A page without a type is taken for HTML, as browsers do. */
    private static boolean isHtml(String type) {
        return type.isBlank() || type.startsWith("text/html") || type.startsWith("application/xhtml+xml");
    }

    private static boolean isJson(String type) {
        String essence = type.split(";", 2)[0].strip();
        return essence.endsWith("/json") || essence.endsWith("+json");
    }

    private static boolean isText(String type) {
        String essence = type.split(";", 2)[0].strip();
        return essence.startsWith("text/")
                || essence.endsWith("/json")
                || essence.endsWith("+json")
                || essence.endsWith("/xml")
                || essence.endsWith("+xml");
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
