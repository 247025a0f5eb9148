package dev.heir.integration.scrape;

import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Asks an origin for its robots.txt, as RFC 9309 wants it, in the turns of the hosts that are asked. */
record RobotsVisit(Fetcher fetcher, HostClock hosts, RobotsFiles files, ScrapeConfig config) {

    private static final int LARGEST = 500 * 1024;

    /** What came of it. */
    sealed interface Asked {

        record Known(RobotsTxt robots) implements Asked {}

        /** It is on another host now, whose turn it is not. */
        record Later(Duration pause) implements Asked {}
    }

    /**
     * Redirects on one host are followed in one turn: together they are one request for one small file.
     *
     * @param turn of the origin's host; it is given back here
     */
    Asked ask(Errand errand, UUID turn) {
        PageUrl at = PageUrl.parse(errand.at().origin() + "/robots.txt");
        UUID held = turn;
        for (int hop = 0; ; hop++) {
            Reply reply = inTurn(errand, at, held);
            Optional<PageUrl> target = redirect(at, reply);
            if (target.isEmpty()) {
                RobotsTxt robots = read(reply);
                giveBack(at.host(), held, reply, robots);
                return new Asked.Known(robots);
            }
            if (hop == Judgement.MOST_HOPS) {
                hosts.done(at.host(), held, config.delay());
                return new Asked.Known(new RobotsTxt.Absent("more than " + Judgement.MOST_HOPS + " redirects"));
            }
            if (!target.get().host().equals(at.host())) {
                hosts.done(at.host(), held, config.delay());
                Optional<RobotsTxt> known = target.get().path().equals("/robots.txt")
                        ? files.find(target.get().origin())
                        : Optional.empty();
                if (known.isPresent()) {
                    return new Asked.Known(known.get());
                }
                switch (hosts.take(target.get().host(), Visit.hold(config))) {
                    case HostClock.Turn.Granted(UUID id) -> held = id;
                    case HostClock.Turn.NotYet(Duration pause) -> {
                        return new Asked.Later(pause);
                    }
                }
            }
            at = target.get();
        }
    }

    private Reply inTurn(Errand errand, PageUrl at, UUID turn) {
        try {
            return fetcher.fetch(new Fetcher.Ask(
                    errand.project(),
                    at,
                    Map.of("user-agent", config.agent(), "accept", "text/plain, */*;q=0.5"),
                    config.timeout()));
        } catch (RuntimeException ours) {
            hosts.done(at.host(), turn, config.delay());
            throw ours;
        }
    }

    private void giveBack(String host, UUID turn, Reply reply, RobotsTxt robots) {
        if (reply instanceof Reply.Responded responded && (responded.status() == 429 || responded.status() == 503)) {
            hosts.slowDown(host, turn, Judgement.asksToWait(responded).orElse(Duration.ZERO), config.slowDown());
        } else {
            hosts.done(host, turn, Visit.delay(config, robots));
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
            case Reply.NotSent notSent -> new RobotsTxt.Unreachable(notSent.reason());
            case Reply.Lost lost -> new RobotsTxt.Unreachable(lost.reason());
            case Reply.Responded responded -> {
                int status = responded.status();
                if (status >= 200 && status <= 299) {
                    yield new RobotsTxt.Found(text(responded.body()));
                }
                yield status >= 300 && status <= 499 && status != 429
                        ? new RobotsTxt.Absent("the host answered " + status)
                        : new RobotsTxt.Unreachable("the host answered " + status);
            }
        };
    }

    /** The first 500 KiB without a line that was cut in two: half a rule could forbid or allow too much. */
    private static String text(Body body) {
        if (body.size() <= LARGEST) {
            return body.text();
        }
        String text = new String(Arrays.copyOf(body.bytes(), LARGEST), StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }
}
