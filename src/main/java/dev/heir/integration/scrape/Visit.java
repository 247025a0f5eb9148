package dev.heir.integration.scrape;

import dev.heir.integration.call.Pause;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings one page as far as its host allows: each request, for robots.txt, for the page or for where it moved, waits for
 * its turn; robots.txt is asked anew wherever a redirect leads.
 */
record Visit(Fetcher fetcher, HostClock hosts, RobotsFiles files, Pause pause, ScrapeConfig config) {

    /** How long a turn is ours at most: a robots.txt and five redirects, each to its timeout. */
    static Duration hold(ScrapeConfig config) {
        return config.timeout().multipliedBy(Judgement.MOST_HOPS + 2L);
    }

    /** How long a page is ours at most: its hops and their robots.txt, each after the longest wait. */
    static Duration lease(ScrapeConfig config) {
        return config.timeout().plus(config.patience()).multipliedBy(4L * (Judgement.MOST_HOPS + 1));
    }

    /** Between two requests to a host: what it asks for, and never less than we find decent. */
    static Duration delay(ScrapeConfig config, RobotsTxt robots) {
        Duration asked = rules(config, robots).crawlDelay();
        return asked.compareTo(config.delay()) > 0 ? asked : config.delay();
    }

    /** @param patience how long to wait for a turn with the page in hand */
    Progress go(Errand begun, Duration patience) {
        Errand errand = begun;
        while (true) {
            if (!config.isAnswerable(errand.at())) {
                return failed(errand, NoContact.reason(errand.at()), Duration.ZERO);
            }
            Optional<RobotsTxt> robots = files.find(errand.at().origin());
            if (robots.isPresent()) {
                Optional<Progress> forbidden = forbidden(errand, robots.get());
                if (forbidden.isPresent()) {
                    return forbidden.get();
                }
            }
            switch (turn(errand.at().host(), patience)) {
                case HostClock.Turn.NotYet(Duration wait) -> {
                    return new Progress.PutBack(errand, wait, Optional.empty());
                }
                case HostClock.Turn.Granted(UUID turn) -> {
                    if (robots.isEmpty()) {
                        // Whoever had the turn before may have learnt it.
                        robots = files.find(errand.at().origin());
                        if (robots.isPresent()) {
                            Optional<Progress> forbidden = forbidden(errand, robots.get());
                            if (forbidden.isPresent()) {
                                hosts.done(errand.at().host(), turn, Duration.ZERO);
                                return forbidden.get();
                            }
                        }
                    }
                    if (robots.isEmpty()) {
                        Optional<Progress> later = learnRobots(errand, turn);
                        if (later.isPresent()) {
                            return later.get();
                        }
                        continue;
                    }
                    switch (ask(errand, robots.get(), turn)) {
                        case Verdict.Moved(PageUrl to) -> errand = errand.movedTo(to);
                        case Verdict.End(Page page, Duration ignored) -> {
                            return new Progress.Ended(page);
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

    private Optional<Progress> forbidden(Errand errand, RobotsTxt robots) {
        if (robots instanceof RobotsTxt.Unreachable(String reason)) {
            String why = "robots.txt of " + errand.at().origin() + " cannot be had: " + reason;
            return Optional.of(failed(errand, why, config.robotsRetry()));
        }
        return rules(config, robots)
                .refusal(errand.at())
                .map(rule -> new Progress.Ended(new Page.Refused(errand.at().uri(), rule)));
    }

    private HostClock.Turn turn(String host, Duration patience) {
        HostClock.Turn turn = hosts.take(host, hold(config));
        Duration waited = Duration.ZERO;
        while (turn instanceof HostClock.Turn.NotYet(Duration wait)
                && waited.plus(wait).compareTo(patience) <= 0) {
            pause.sleep(wait);
            waited = waited.plus(wait);
            turn = hosts.take(host, hold(config));
        }
        return turn;
    }

    private Optional<Progress> learnRobots(Errand errand, UUID turn) {
        return switch (new RobotsVisit(fetcher, hosts, files, config).ask(errand, turn)) {
            case RobotsVisit.Asked.Later(Duration wait) ->
                Optional.of(new Progress.PutBack(errand, wait, Optional.empty()));
            case RobotsVisit.Asked.Known(RobotsTxt robots) -> {
                boolean unreachable = robots instanceof RobotsTxt.Unreachable;
                files.keep(errand.at().origin(), robots, unreachable ? config.robotsRetry() : config.robotsAge());
                yield Optional.empty();
            }
        };
    }

    private Verdict ask(Errand errand, RobotsTxt robots, UUID turn) {
        String host = errand.at().host();
        Duration delay = delay(config, robots);
        Verdict verdict = null;
        try {
            var headers = Map.of(
                    "user-agent",
                    config.agent(),
                    "accept",
                    "text/html, application/xhtml+xml, text/*;q=0.8, */*;q=0.1");
            var ask = new Fetcher.Ask(errand.project(), errand.at(), headers, config.timeout());
            verdict = new Judgement(config).judge(errand, fetcher.fetch(ask));
            return verdict;
        } finally {
            switch (verdict) {
                case Verdict.LeaveAlone alone -> hosts.slowDown(host, turn, alone.stated(), config.slowDown());
                case Verdict.End end
                when end.hostPause().compareTo(delay) > 0 -> hosts.done(host, turn, end.hostPause());
                case null, default -> hosts.done(host, turn, delay);
            }
        }
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
        return new Progress.PutBack(errand, wait.compareTo(least) > 0 ? wait : least, Optional.of(reason));
    }

    private static Rules rules(ScrapeConfig config, RobotsTxt robots) {
        return robots instanceof RobotsTxt.Found found ? Rules.of(found, config.token()) : Rules.allowAll();
    }
}
