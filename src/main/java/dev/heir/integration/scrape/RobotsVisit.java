package dev.heir.integration.scrape;

import dev.heir.integration.call.Pause;
import dev.heir.integration.call.WorkingTime;
import dev.heir.integration.scrape.robots.RobotsBytes;
import dev.heir.integration.strike.Reply;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Asks an origin for its robots.txt, as RFC 9309 wants it, in the turns of the hosts that are asked. */
record RobotsVisit(Fetcher fetcher, HostClock hosts, RobotsFiles files, Pause pause, Clock clock, ScrapeConfig config) {

    /** What came of it. */
    sealed interface Asked {

        record Known(RobotsTxt robots) implements Asked {}

        /** It is on another host now, whose turn it is not, or there is no time left to ask once more. */
        record Later(Duration pause) implements Asked {}
    }

    /**
     * Redirects on one host are followed in one turn, the host's delay apart.
     *
     * @param turn of the origin's host; it is given back here
     */
    Asked ask(Errand errand, UUID turn, WorkingTime time) {
        Duration delay = Visit.delay(config, errand);
        PageUrl at = PageUrl.parse(errand.at().origin() + "/robots.txt");
        UUID held = turn;
        for (int hop = 0; ; hop++) {
            Reply reply = inTurn(errand, at, held, time);
            Optional<PageUrl> target = redirect(at, reply);
            if (target.isEmpty()) {
                RobotsTxt robots = read(reply);
                giveBack(errand, at.host(), held, reply, robots);
                return new Asked.Known(robots);
            }
            if (hop == Judgement.MOST_HOPS) {
                hosts.done(at.host(), held, delay);
                return new Asked.Known(new RobotsTxt.Absent("more than " + Judgement.MOST_HOPS + " redirects"));
            }
            switch (follow(errand, at, target.get(), held, time)) {
                case Followed.Turn(UUID next) -> held = next;
                case Followed.End(Asked end) -> {
                    return end;
                }
            }
            at = target.get();
        }
    }

    /** Whether a redirect can be followed now. */
    private sealed interface Followed {

        record Turn(UUID id) implements Followed {}

        record End(Asked asked) implements Followed {}
    }

    private Followed follow(Errand errand, PageUrl at, PageUrl target, UUID held, WorkingTime time) {
        boolean sameHost = target.host().equals(at.host());
        Duration wait = sameHost ? Visit.hopWait(config, errand) : Duration.ZERO;
        boolean fits = time.fits(clock.instant().plus(wait), config.timeout());
        if (sameHost && fits) {
            pause.sleep(wait);
            return new Followed.Turn(held);
        }
        hosts.done(at.host(), held, Visit.delay(config, errand));
        if (!fits) {
            return new Followed.End(new Asked.Later(Visit.delay(config, errand)));
        }
        Optional<RobotsTxt> known =
                target.path().equals("/robots.txt") ? files.find(target.origin()) : Optional.empty();
        if (known.isPresent()) {
            return new Followed.End(new Asked.Known(known.get()));
        }
        return switch (hosts.take(target.host(), Visit.hold(config, errand), errand.crawlDelay())) {
            case HostClock.Turn.Granted(UUID id) -> new Followed.Turn(id);
            case HostClock.Turn.NotYet(Duration pause) -> new Followed.End(new Asked.Later(pause));
        };
    }

    private Reply inTurn(Errand errand, PageUrl at, UUID turn, WorkingTime time) {
        try {
            return fetcher.fetch(new Fetcher.Ask(
                    errand.project(),
                    at,
                    Map.of("user-agent", config.agent(), "accept", "text/plain, */*;q=0.5"),
                    time.cut(clock.instant(), config.timeout())));
        } catch (RuntimeException ours) {
            hosts.done(at.host(), turn, Visit.delay(config, errand));
            throw ours;
        }
    }

    private void giveBack(Errand errand, String host, UUID turn, Reply reply, RobotsTxt robots) {
        if (reply instanceof Reply.Responded responded && (responded.status() == 429 || responded.status() == 503)) {
            hosts.slowDown(host, turn, Judgement.asksToWait(responded).orElse(Duration.ZERO), config.slowDown());
        } else {
            hosts.done(host, turn, Visit.delay(config, errand, robots));
        }
    }

    private static Optional<PageUrl> redirect(PageUrl at, Reply reply) {
        if (reply instanceof Reply.Responded responded && responded.status() >= 301 && responded.status() <= 308) {
            return Optional.ofNullable(responded.header("location")).flatMap(at::resolve);
        }
        return Optional.empty();
    }

    /**
     * 429 is no "unavailable" in the sense of section 2.3.1.3: a host that wants fewer requests has not said that
     * everything may be asked for.
     */
    static RobotsTxt read(Reply reply) {
        return switch (reply) {
            case Reply.TooLarge large -> new RobotsTxt.Unreachable(large.reason());
            case Reply.Withheld withheld -> new RobotsTxt.Unreachable(withheld.reason());
            case Reply.NoRoom noRoom -> new RobotsTxt.Unreachable(noRoom.reason());
            case Reply.NotSent notSent -> new RobotsTxt.Unreachable(notSent.reason());
            case Reply.Lost lost -> new RobotsTxt.Unreachable(lost.reason());
            case Reply.Abandoned left -> new RobotsTxt.Unreachable(left.reason());
            case Reply.Responded responded -> {
                int status = responded.status();
                if (status >= 200 && status <= 299) {
                    yield new RobotsTxt.Found(RobotsBytes.text(responded.body().bytes()));
                }
                yield status >= 300 && status <= 499 && status != 429
                        ? new RobotsTxt.Absent("the host answered " + status)
                        : new RobotsTxt.Unreachable("the host answered " + status);
            }
        };
    }
}
