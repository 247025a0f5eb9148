package dev.heir.integration.quota;

import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.LimitWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a provider's answers teach about its limits, while an {@link Ask} is worked out (SPEC Q4): a success ratio above
 * 95% raises by 10%, 90 to 95% holds, below 90% lowers by 20%. Never above what is declared; raising step by step is
 * also the probe that finds out when a limit was raised.
 */
final class Learning {

    /** Fewer answers than this say nothing about a ratio, unless they are all that came in a long time. */
    private static final long ENOUGH = 20;

    private static final long ENOUGH_IN_A_LONG_TIME = 5;
    private static final long LONG_TIME = 10_000_000;

    /** Shorter than this, one burst is taken for a rate. */
    private static final long SHORT_TIME = 1_000_000;

    /** What several credentials share is too much when two of them were refused within this time. */
    private static final long LATELY = 60_000_000;

    private static final double LEAST_FACTOR = 0.01;

    /** One in a minute. */
    private static final double LEAST_PER_WINDOW = 1 / 6.0;

    /** A learnt limit so far above what is used limits nothing and is forgotten. */
    private static final double FORGOTTEN = 10;

    private final Rules declared;
    private final Moment now;
    private final Shared.Learnt learnt;
    private Optional<Shared.Stated> stated;

    Learning(Shared before, Rules declared, Ask.Seen seen, Moment now) {
        this.declared = declared;
        this.now = now;
        Shared.Learnt had = before.learnt();
        this.learnt = judged(new Shared.Learnt(
                had.factor(),
                had.perWindow(),
                had.answered() + seen.answered(),
                had.limited() + seen.limited(),
                since(had),
                limitedAs(had, seen)));
        this.stated = stated(before, seen);
    }

    private Map<String, Long> limitedAs(Shared.Learnt had, Ask.Seen seen) {
        Map<String, Long> lately = new HashMap<>(had.limitedAs());
        seen.limitedAs().forEach((credential, at) -> lately.merge(credential, at, Math::max));
        lately.values().removeIf(at -> at + LATELY < now.latestMicros());
        return Map.copyOf(lately);
    }

    /** The limits as they hold now. */
    List<Limit> limits() {
        List<Limit> limits = new ArrayList<>(declared.limits());
        shortest().ifPresent(tightest -> {
            long units = Math.max(1, (long) Math.floor(tightest.units() * learnt.factor()));
            limits.replaceAll(limit -> limit.equals(tightest) ? limited(limit, units) : limit);
        });
        if (learnt.perWindow() > 0) {
            limits.add(perWindow());
        }
        return limits;
    }

    /** In the shortest window that still holds some: the longer it is, the longer are the bursts that it lets through. */
    private Limit perWindow() {
        long seconds = learnt.perWindow() >= 10 ? 1 : learnt.perWindow() >= 2 ? 10 : 60;
        return Limit.ofRequests(
                (long) Math.max(1, learnt.perWindow() * seconds / 10),
                new LimitWindow.Rolling(Duration.ofSeconds(seconds)));
    }

    /** Nothing was answered before somebody asked: a quiet night is no measure of a rate. */
    private long since(Shared.Learnt had) {
        long latest = Math.min(had.since(), now.latestMicros());
        return had.answered() + had.limited() > 0 ? latest : Math.max(latest, now.latestMicros() - SHORT_TIME);
    }

    private static Limit limited(Limit limit, long units) {
        return new Limit(units, limit.unit(), limit.window(), limit.of(), limit.shadow());
    }

    /** What the provider said remains; all there is when it said nothing. */
    long left() {
        return stated.map(Shared.Stated::left).orElse(Long.MAX_VALUE);
    }

    long resetAt() {
        return stated.map(Shared.Stated::until).orElse(now.latestMicros());
    }

    void granted(long units) {
        stated = stated.map(said -> new Shared.Stated(said.left() - units, said.until()));
    }

    Shared.Learnt learnt() {
        return learnt;
    }

    List<Shared.Stated> stated() {
        return stated.stream().toList();
    }

    private Optional<Limit> shortest() {
        return declared.limits().stream()
                .filter(limit -> limit.window() instanceof LimitWindow.Rolling && !limit.shadow())
                .min(Comparator.comparing(limit -> limit.window().longest()));
    }

    private Shared.Learnt judged(Shared.Learnt seen) {
        long asked = seen.answered() + seen.limited();
        long took = now.latestMicros() - seen.since();
        boolean enough = asked >= ENOUGH || (asked >= ENOUGH_IN_A_LONG_TIME && took >= LONG_TIME);
        if (!enough || took < SHORT_TIME) {
            return seen;
        }
        // One credential that is refused alone has a limit of its own; that is learnt where only its requests count.
        double success = seen.limitedAs().size() == 1 ? 1 : (double) seen.answered() / asked;
        double step = success > 0.95 ? 1.1 : success < 0.9 ? 0.8 : 1;
        boolean declares = shortest().isPresent();
        double factor = declares ? Math.clamp(seen.factor() * step, LEAST_FACTOR, 1) : 1;
        return new Shared.Learnt(
                factor, declares ? 0 : perWindow(seen, step, took), 0, 0, now.latestMicros(), seen.limitedAs());
    }

    /** Units in ten seconds. */
    private static double perWindow(Shared.Learnt seen, double step, long took) {
        // Who refuses nearly all does not do so for the rate, but until some window of his ends.
        double used = Math.max((double) seen.answered(), (seen.answered() + seen.limited()) / 4.0) * 10_000_000 / took;
        if (seen.perWindow() == 0) {
            return step < 1 ? Math.max(LEAST_PER_WINDOW, used * step) : 0;
        }
        double after = Math.max(LEAST_PER_WINDOW, seen.perWindow() * step);
        return after > used * FORGOTTEN ? 0 : after;
    }

    /** What is leased may be spent yet without the provider knowing: it is taken off what it says remains. */
    private Optional<Shared.Stated> stated(Shared before, Ask.Seen seen) {
        Optional<Shared.Stated> had = before.stated().stream()
                .filter(said -> said.until() > now.earliestMicros())
                .findFirst();
        long leased = before.leases().stream().mapToLong(Shared.Lease::units).sum();
        Optional<Shared.Stated> heard = seen.stated()
                .filter(said -> said.until() > now.earliestMicros())
                .map(said -> new Shared.Stated(Math.max(0, said.left() - leased), said.until()));
        return had.isEmpty() || heard.isEmpty()
                ? heard.or(() -> had)
                : Optional.of(had.get().or(heard.get()));
    }
}
