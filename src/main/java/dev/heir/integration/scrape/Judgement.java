package dev.heir.integration.scrape;

import dev.heir.integration.scrape.extract.Notes;
import dev.heir.integration.scrape.extract.Remembered;
import dev.heir.integration.scrape.sitemap.Sitemap;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.ServerSaid;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
            // A name may have an address again the next time; the wall says the same until somebody changes what it is
            // told.
            case Reply.Withheld(String reason, boolean nowhere) ->
                nowhere
                        ? new Verdict.Again(reason)
                        : new Verdict.End(new Page.Failed(errand.at().uri(), reason));
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
        Optional<Content> content =
                earlier.content().flatMap(then -> new Legible(config, remembered).kept(then, answer));
        Notes notes = content.flatMap(Content::extracted)
                .map(then -> Notes.unchanged(errand.order().wanted().fields(), then, remembered))
                .orElse(Notes.NONE);
        return new Verdict.End(
                new Page.Fetched(errand.at().uri(), 304, answer.at(), content, earlier.links(), Optional.of(unchanged)),
                Duration.ZERO,
                notes);
    }

    private Verdict judge(Errand errand, Reply.Responded reply) {
        int status = reply.status();
        ContentType type = ContentType.of(reply);
        if (REDIRECTS.contains(status)) {
            return redirect(errand, reply);
        }
        boolean sitemap = errand.trail().sitemap();
        Optional<Seen> seen = type.isHtml() && !sitemap
                ? Optional.of(Seen.of(Html.parse(reply.body(), type.text(), errand.at())))
                : Optional.empty();
        Optional<Wall> wall = status == 429 ? Optional.empty() : Wall.recognise(errand.url(), errand.at(), reply, seen);
        Optional<Duration> asked = asksToWait(reply);
        if (wall.filter(one -> one.noticed() || !sitemap).isPresent()) {
            Duration pause = wall.get().noticed() ? config.blockedPause() : Duration.ZERO;
            Page blocked =
                    new Page.Blocked(errand.at().uri(), status, wall.get().how());
            return new Verdict.End(blocked, longer(pause, asked.orElse(Duration.ZERO)), Notes.NONE);
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
        return new Legible(config, remembered).read(errand, reply, type, seen);
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

    /** How long the host asks to be left alone; empty when it does not. */
    static Optional<Duration> asksToWait(Reply.Responded reply) {
        return ServerSaid.read(reply).retryAt().map(until -> Duration.between(reply.at(), until));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
