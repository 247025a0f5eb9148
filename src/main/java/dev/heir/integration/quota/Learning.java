package dev.heir.integration.quota;

import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.LimitWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a provider's answers teach about its limits, while an {@link Ask} is worked out (SPEC Q4): a success ratio above
 * 95% raises by 10%, 90 to 95% holds, below 90% lowers by 20%. Never above what is declared; raising step by step is
 * also the probe that finds out when a limit was raised.
 */
final class Learning {

    /** Fewer answers than this say nothing about a ratio. */
    private static final long ENOUGH = 20;

    /** A limit that was learnt without being declared counts in windows of this length. */
    private static final Duration LEARNT_WINDOW = Duration.ofSeconds(10);

    private static final double LEAST_FACTOR = 0.01;

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
                had.since() == 0 ? now.latestMicros() : had.since()));
        this.stated = stated(before, seen);
    }

    /** The limits as they hold now. */
    List<Limit> limits() {
        List<Limit> limits = new ArrayList<>(declared.limits());
        shortest().ifPresent(tightest -> {
            long units = Math.max(1, (long) Math.floor(tightest.units() * learnt.factor()));
            limits.replaceAll(limit -> limit.equals(tightest) ? limited(limit, units) : limit);
        });
        if (learnt.perWindow() > 0) {
            limits.add(Limit.ofRequests(
                    (long) Math.max(1, Math.floor(learnt.perWindow())), new LimitWindow.Rolling(LEARNT_WINDOW)));
        }
        return limits;
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
        if (asked < ENOUGH || took < 1_000_000) {
            return seen;
        }
        double success = (double) seen.answered() / asked;
        double step = success > 0.95 ? 1.1 : success < 0.9 ? 0.8 : 1;
        boolean declares = shortest().isPresent();
        double factor = declares ? Math.clamp(seen.factor() * step, LEAST_FACTOR, 1) : 1;
        return new Shared.Learnt(factor, declares ? 0 : perWindow(seen, step, took), 0, 0, now.latestMicros());
    }

    private static double perWindow(Shared.Learnt seen, double step, long took) {
        double used = seen.answered() * (LEARNT_WINDOW.toNanos() / 1000.0) / took;
        if (seen.perWindow() == 0) {
            return step < 1 ? Math.max(1, used * step) : 0;
        }
        double after = Math.max(1, seen.perWindow() * step);
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
        if (had.isEmpty() || heard.isEmpty()) {
            return heard.or(() -> had);
        }
        // Answers overtake each other: within one window only the lower figure can be true.
        boolean sameWindow = Math.abs(had.get().until() - heard.get().until()) < 2_000_000;
        return sameWindow && had.get().left() < heard.get().left() ? had : heard;
    }
}
