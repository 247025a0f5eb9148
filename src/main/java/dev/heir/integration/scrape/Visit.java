package dev.heir.integration.scrape;

import dev.heir.integration.call.Pause;
import dev.heir.integration.call.WorkingTime;
import dev.heir.integration.scrape.extract.Field;
import dev.heir.integration.scrape.extract.Notes;
import dev.heir.integration.scrape.extract.Remembered;
import dev.heir.integration.scrape.robots.AgentRules;
import dev.heir.integration.strike.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings one page as far as its host allows: each request, for robots.txt, for the page or for where it moved, waits for
 * its turn; robots.txt is asked anew wherever a redirect leads.
 */
record Visit(
        Fetchers fetchers,
        HostClock hosts,
        KnownRules files,
        FieldMemory fields,
        Pause pause,
        Clock clock,
        ScrapeConfig config) {

    /** The longest wait between two redirects of a robots.txt, which are followed in one turn: sleeping is billed. */
    private static final Duration LONGEST_HOP_WAIT = Duration.ofSeconds(10);

    /** For what is done around a request. */
    static final Duration SPARE = Duration.ofSeconds(5);

    /** The same pages by other means. */
    Visit by(Fetchers others, HostClock clocks) {
        return new Visit(others, clocks, files, fields, pause, clock, config);
    }

    /** How long a turn is ours at most: one request. It is renewed before the next, so that the dead do not hold up a host. */
    static Duration hold(ScrapeConfig config) {
        return config.timeout().plus(SPARE);
    }

    /** Between two requests to a host: what its robots.txt and the scrape ask for, and never less than we find decent. */
    static Duration delay(ScrapeConfig config, Errand errand, AgentRules rules) {
        return longer(rules.crawlDelay(), delay(config, errand));
    }

    /** The same while its robots.txt is not known. */
    static Duration delay(ScrapeConfig config, Errand errand) {
        return longer(errand.crawlDelay(), config.delay());
    }

    static Duration hopWait(ScrapeConfig config, Errand errand) {
        Duration delay = delay(config, errand);
        return delay.compareTo(LONGEST_HOP_WAIT) < 0 ? delay : LONGEST_HOP_WAIT;
    }

    /**
     * @param patience how long to wait for a turn with the page in hand
     * @param time the page is put back before a request that cannot end within it
     */
    Progress go(Errand begun, Duration patience, WorkingTime time) {
        Errand errand = begun;
        while (true) {
            if (!config.isAnswerable(errand.at())) {
                return failed(errand, NoContact.reason(errand.at()), Duration.ZERO);
            }
            Optional<KnownRules.Known> robots = files.find(errand.at().origin());
            Optional<Progress> forbidden = forbidden(errand, robots);
            if (forbidden.isPresent()) {
                return forbidden.get();
            }
            switch (turn(errand, patience, time)) {
                case HostClock.Turn.NotYet(Duration wait) -> {
                    return new Progress.PutBack(errand, wait, Optional.empty());
                }
                case HostClock.Turn.Granted turn -> {
                    if (robots.isEmpty()) {
                        Optional<Progress> later = learnRobots(errand, turn, time);
                        if (later.isPresent()) {
                            return later.get();
                        }
                        continue;
                    }
                    switch (ask(errand, robots.get().rules(), turn, time)) {
                        case Verdict.Moved(PageUrl to) -> {
                            if (errand.order().crawl().isPresent()) {
                                return movedInCrawl(errand, to);
                            }
                            errand = errand.movedTo(to);
                        }
                        case Verdict.End(Page page, Duration ignored, Notes notes) -> {
                            if (!notes.isEmpty()) {
                                fields.note(errand.project(), errand.url(), notes, config.drift());
                            }
                            return new Progress.Ended(page);
                        }
                        case Verdict.Hollow(Verdict.End plain, Page.Fetched _) -> {
                            return new Progress.Ended(plain.page());
                        }
                        case Verdict.NotNow(Duration wait) -> {
                            return new Progress.PutBack(errand, wait, Optional.empty());
                        }
                        case Verdict.Again(String reason) -> {
                            return failed(errand, reason, Duration.ZERO);
                        }
                        case Verdict.LeaveAlone alone -> {
                            return leftAlone(errand, alone);
                        }
                    }
                }
            }
        }
    }

    /** Empty when the page may be asked for, or it is not known yet. */
    private Optional<Progress> forbidden(Errand errand, Optional<KnownRules.Known> robots) {
        return robots.flatMap(known -> {
            if (known.robots() instanceof RobotsTxt.OptedOut(String reason)) {
                return Optional.of(
                        new Progress.Ended(new Page.Refused(errand.at().uri(), reason)));
            }
            if (known.robots() instanceof RobotsTxt.Unreachable(String reason)) {
                String why = "robots.txt of " + errand.at().origin() + " cannot be had: " + reason;
                return Optional.of(failed(errand, why, config.robotsRetry()));
            }
            return known.rules()
                    .refusal(errand.at().target())
                    .map(rule -> new Progress.Ended(new Page.Refused(errand.at().uri(), rule)));
        });
    }

    /** Not yet, too, when there is no time left for a request. */
    private HostClock.Turn turn(Errand errand, Duration patience, WorkingTime time) {
        Duration wait = Duration.ZERO;
        Duration waited = Duration.ZERO;
        while (waited.plus(wait).compareTo(patience) <= 0
                && time.fits(clock.instant().plus(wait), config.timeout())) {
            if (wait.isPositive()) {
                pause.sleep(wait);
                waited = waited.plus(wait);
            }
            switch (hosts.take(errand.at().host(), hold(config), errand.crawlDelay())) {
                case HostClock.Turn.Granted granted -> {
                    return granted;
                }
                case HostClock.Turn.NotYet(Duration more) -> wait = more;
            }
        }
        return new HostClock.Turn.NotYet(wait);
    }

    private Optional<Progress> learnRobots(Errand errand, HostClock.Turn.Granted turn, WorkingTime time) {
        String origin = errand.at().origin();
        if (files.find(origin).isPresent()) {
            // Whoever had the turn before has learnt it.
            hosts.done(errand.at().host(), turn.id(), turn.pace(), Duration.ZERO);
            return Optional.empty();
        }
        return switch (new RobotsVisit(fetchers.plain(), hosts, files, pause, clock, config).ask(errand, turn, time)) {
            case RobotsVisit.Asked.Withheld(String reason) ->
                Optional.of(new Progress.Ended(new Page.Failed(errand.at().uri(), reason)));
            case RobotsVisit.Asked.Later(Duration wait) ->
                Optional.of(new Progress.PutBack(errand, wait, Optional.empty()));
            case RobotsVisit.Asked.Known(RobotsTxt robots, Duration fresh) -> {
                files.keep(origin, robots, fresh);
                yield Optional.empty();
            }
        };
    }

    private Verdict ask(Errand errand, AgentRules rules, HostClock.Turn.Granted turn, WorkingTime time) {
        String host = errand.at().host();
        Duration least = delay(config, errand, rules);
        Pace pace = turn.pace();
        Verdict verdict = null;
        try {
            Optional<Page.Fetched> earlier = fetchers.earlier(errand);
            var headers = new HashMap<String, String>();
            headers.put("user-agent", config.agent());
            headers.put("accept", "text/html, application/xhtml+xml, text/*;q=0.8, */*;q=0.1");
            earlier.flatMap(Page.Fetched::provenance)
                    .flatMap(Provenance::validators)
                    .ifPresent(known -> headers.putAll(known.headers()));
            Instant began = clock.instant();
            Way way = errand.way();
            Duration longest = fetchers.longest(way, config.timeout());
            if (longest.compareTo(config.timeout()) > 0 && !hosts.renew(host, turn.id(), longest.plus(SPARE))) {
                verdict = new Verdict.NotNow(least);
                return verdict;
            }
            Duration timeout = time.cut(began, longest);
            Reply reply = fetchers.fetch(way, new Fetcher.Ask(errand.project(), errand.at(), headers, timeout));
            pace = learnt(config, pace, reply, Duration.between(began, clock.instant()), least);
            List<Field> wanted = errand.order().wanted().fields();
            Map<String, Remembered> remembered =
                    wanted.isEmpty() ? Map.of() : fields.recall(errand.project(), errand.url(), wanted);
            Judgement judgement = new Judgement(config, remembered);
            Verdict first = earlier.map(before -> judgement.judge(errand, reply, before))
                    .orElseGet(() -> judgement.judge(errand, reply));
            verdict =
                    new SecondLook(fetchers, hosts, files, clock).of(errand, reply, first, judgement, turn.id(), time);
            return verdict;
        } finally {
            Duration delay = pace.delay(least);
            switch (verdict) {
                case Verdict.LeaveAlone alone ->
                    hosts.slowDown(host, turn.id(), pace, alone.stated(), longer(config.slowDown(), delay));
                case Verdict.End end -> hosts.done(host, turn.id(), pace, longer(end.hostPause(), delay));
                case null, default -> hosts.done(host, turn.id(), pace, delay);
            }
        }
    }

    /** What the host's answer, and the time it took, teach of it. */
    static Pace learnt(ScrapeConfig config, Pace before, Reply reply, Duration took, Duration least) {
        return config.adaptive() ? before.next(Pace.Sign.of(reply, took), least) : Pace.UNKNOWN;
    }

    /** Put back instead of asked for at once: the queue knows whether another page of the crawl is there already. */
    private static Progress movedInCrawl(Errand errand, PageUrl to) {
        return errand.mayMoveTo(to)
                ? new Progress.PutBack(errand.movedTo(to), Duration.ZERO, Optional.empty())
                : new Progress.Ended(new Page.Skipped(to.uri(), "a redirect out of the crawl"));
    }

    private Progress leftAlone(Errand errand, Verdict.LeaveAlone alone) {
        if (errand.pauses() < config.mostPauses()) {
            return new Progress.PutBack(errand.paused(), alone.stated(), Optional.empty());
        }
        String reason = alone.reason() + ", " + (errand.pauses() + 1) + " times";
        return new Progress.Ended(
                alone.status() == 429
                        ? new Page.Blocked(errand.at().uri(), 429, reason)
                        : new Page.Dead(errand.at().uri(), reason, errand.tries()));
    }

    private Progress failed(Errand errand, String reason, Duration least) {
        if (errand.tries() >= config.mostTries()) {
            return new Progress.Ended(new Page.Dead(errand.at().uri(), reason, errand.tries()));
        }
        Duration backoff = config.retryAfter().multipliedBy(1L << Math.min(errand.tries() - 1, 20));
        Duration wait = backoff.compareTo(Duration.ofHours(1)) > 0 ? Duration.ofHours(1) : backoff;
        return new Progress.PutBack(errand, longer(wait, least), Optional.of(reason));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
