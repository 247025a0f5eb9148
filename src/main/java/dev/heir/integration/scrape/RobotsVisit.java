package dev.heir.integration.scrape;

import dev.heir.integration.call.Pause;
import dev.heir.integration.call.WorkingTime;
import dev.heir.integration.provider.Body;
import dev.heir.integration.scrape.robots.RobotsBytes;
import dev.heir.integration.strike.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks an origin for its robots.txt, as RFC 9309 wants it, in the turns of the hosts that are asked. */
record RobotsVisit(Fetcher fetcher, HostClock hosts, KnownRules files, Pause pause, Clock clock, ScrapeConfig config) {

    /** RFC 9309, section 2.4. */
    private static final Duration LONGEST_AGE = Duration.ofHours(24);

    private static final Pattern MAX_AGE = Pattern.compile("(?<![a-z-])max-age=\"?(\\d{1,9})");

    /** What came of it. */
    sealed interface Asked {

        /** @param fresh how long it may be relied on */
        record Known(RobotsTxt robots, Duration fresh) implements Asked {}

        /** Our own wall does not let us there: nothing is known of the host, nor remembered. */
        record Withheld(String reason) implements Asked {}

        /** It is on another host now, whose turn it is not, or there is no time left to ask once more. */
        record Later(Duration pause) implements Asked {}
    }

    /**
     * Redirects on one host are followed in one turn, the host's delay apart.
     *
     * @param turn of the origin's host; it is given back here
     */
    Asked ask(Errand errand, HostClock.Turn.Granted turn, WorkingTime time) {
        PageUrl at = PageUrl.parse(errand.at().origin() + "/robots.txt");
        HostClock.Turn.Granted held = turn;
        for (int hop = 0; ; hop++) {
            Instant began = clock.instant();
            Reply reply = inTurn(errand, at, held, time);
            Duration took = Duration.between(began, clock.instant());
            Pace pace = Visit.learnt(config, held.pace(), reply, took, Visit.delay(config, errand));
            held = new HostClock.Turn.Granted(held.id(), pace);
            Optional<PageUrl> target = redirect(at, reply);
            if (reply instanceof Reply.Withheld(String reason, boolean nowhere) && !nowhere && hop == 0) {
                done(errand, at, held);
                return new Asked.Withheld(reason);
            }
            if (target.isEmpty()) {
                RobotsTxt robots = read(reply);
                giveBack(errand, at.host(), held, reply, robots);
                return new Asked.Known(robots, fresh(robots, reply));
            }
            if (hop == Judgement.MOST_HOPS) {
                done(errand, at, held);
                RobotsTxt none = new RobotsTxt.Absent("more than " + Judgement.MOST_HOPS + " redirects");
                return new Asked.Known(none, fresh(none, reply));
            }
            switch (follow(errand, at, target.get(), held, time)) {
                case Followed.Turn(HostClock.Turn.Granted next) -> held = next;
                case Followed.End(Asked end) -> {
                    return end;
                }
            }
            at = target.get();
        }
    }

    /** Whether a redirect can be followed now. */
    private sealed interface Followed {

        record Turn(HostClock.Turn.Granted turn) implements Followed {}

        record End(Asked asked) implements Followed {}
    }

    private Followed follow(Errand errand, PageUrl at, PageUrl target, HostClock.Turn.Granted held, WorkingTime time) {
        boolean sameHost = target.host().equals(at.host());
        Duration wait = sameHost ? Visit.hopWait(config, errand) : Duration.ZERO;
        boolean fits = time.fits(clock.instant().plus(wait), config.timeout());
        if (sameHost && fits) {
            boolean ours = hosts.renew(at.host(), held.id(), wait.plus(Visit.hold(config)));
            pause.sleep(wait);
            return ours ? new Followed.Turn(held) : new Followed.End(new Asked.Later(Visit.delay(config, errand)));
        }
        done(errand, at, held);
        if (!fits) {
            return new Followed.End(new Asked.Later(Visit.delay(config, errand)));
        }
        Optional<KnownRules.Known> known = files.find(target.origin());
        if (known.isPresent()
                && (target.path().equals("/robots.txt") || known.get().robots() instanceof RobotsTxt.OptedOut)) {
            if (known.get().robots() instanceof RobotsTxt.OptedOut(String reason)) {
                RobotsTxt none = new RobotsTxt.Unreachable("it is at " + target + ": " + reason);
                return new Followed.End(new Asked.Known(none, config.robotsRetry()));
            }
            // Not a moment longer than it may be relied on where it comes from.
            Duration left = Duration.between(clock.instant(), known.get().until());
            return new Followed.End(new Asked.Known(known.get().robots(), left));
        }
        return switch (hosts.take(target.host(), Visit.hold(config), errand.crawlDelay())) {
            case HostClock.Turn.Granted next -> new Followed.Turn(next);
            case HostClock.Turn.NotYet(Duration pause) -> new Followed.End(new Asked.Later(pause));
        };
    }

    private Reply inTurn(Errand errand, PageUrl at, HostClock.Turn.Granted turn, WorkingTime time) {
        try {
            return fetcher.fetch(new Fetcher.Ask(
                    errand.project(),
                    at,
                    Map.of("user-agent", config.agent(), "accept", "text/plain, */*;q=0.5"),
                    time.cut(clock.instant(), config.timeout())));
        } catch (RuntimeException ours) {
            done(errand, at, turn);
            throw ours;
        }
    }

    private void done(Errand errand, PageUrl at, HostClock.Turn.Granted turn) {
        hosts.done(at.host(), turn.id(), turn.pace(), turn.pace().delay(Visit.delay(config, errand)));
    }

    private void giveBack(Errand errand, String host, HostClock.Turn.Granted turn, Reply reply, RobotsTxt robots) {
        Duration delay = turn.pace().delay(Visit.delay(config, errand, robots.rules(config.token())));
        if (reply instanceof Reply.Responded responded && (responded.status() == 429 || responded.status() == 503)) {
            Duration stated = Judgement.asksToWait(responded).orElse(Duration.ZERO);
            hosts.slowDown(host, turn.id(), turn.pace(), stated, config.slowDown());
        } else {
            hosts.done(host, turn.id(), turn.pace(), delay);
        }
    }

    /** What the host says of its age may shorten ours (section 2.4), but not so far that it is asked before every page. */
    private Duration fresh(RobotsTxt robots, Reply reply) {
        if (robots instanceof RobotsTxt.Unreachable) {
            return config.robotsRetry();
        }
        Duration longest = config.robotsAge().compareTo(LONGEST_AGE) < 0 ? config.robotsAge() : LONGEST_AGE;
        Optional<Duration> said = reply instanceof Reply.Responded answer
                ? Optional.ofNullable(answer.header("cache-control")).flatMap(RobotsVisit::age)
                : Optional.empty();
        Duration age = said.filter(shorter -> shorter.compareTo(longest) < 0).orElse(longest);
        return age.compareTo(config.robotsRetry()) < 0 && said.isPresent() ? config.robotsRetry() : age;
    }

    private static Optional<Duration> age(String cacheControl) {
        String said = cacheControl.toLowerCase(Locale.ROOT);
        if (said.contains("no-store") || said.contains("no-cache")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher age = MAX_AGE.matcher(said);
        return age.find() ? Optional.of(Duration.ofSeconds(Long.parseLong(age.group(1)))) : Optional.empty();
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
            // What is longer than anybody has to read is read as far as that (section 2.5): it closes no site.
            case Reply.TooLarge(int status, String reason, Optional<Body> head) ->
                status >= 200 && status <= 299 && head.isPresent()
                        ? new RobotsTxt.Found(RobotsBytes.text(head.get().bytes()))
                        : new RobotsTxt.Unreachable(reason);
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
