package dev.heir.integration.quota;

import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.LimitWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a scope's limits stood when this instance last asked.
 *
 * @param said what the provider said remains, if it did
 */
record Standing(List<OfLimit> limits, Optional<Shared.Stated> said) {

    static final Standing UNKNOWN = new Standing(List.of(), Optional.empty());

    /** Those that are learnt and declared by nobody. */
    private static final List<LimitWindow> LEARNT = List.of(
            new LimitWindow.Rolling(Duration.ofSeconds(1)),
            new LimitWindow.Rolling(Duration.ofSeconds(10)),
            new LimitWindow.Rolling(Duration.ofSeconds(60)));

    /**
     * @param free units that nobody used or leased
     * @param resets when all of them are there again, by the database's clock
     */
    record OfLimit(Limit limit, long free, long resets) {}

    static Standing of(Shared shared, Rules rules, Moment now) {
        List<OfLimit> limits = new ArrayList<>();
        List<Limit> declared = rules.limits();
        shared.limits().forEach((per, limited) -> {
            if (!limited.shadow() && limited.units() > 0) {
                declared.stream()
                        .filter(limit -> limit.window().toString().equals(per))
                        .findFirst()
                        .or(() -> LEARNT.stream()
                                .filter(window -> window.toString().equals(per))
                                .map(window -> Limit.ofRequests(limited.units(), window))
                                .findFirst())
                        .ifPresent(limit -> limits.add(of(limit, limited.units(), shared, now)));
            }
        });
        return new Standing(
                limits,
                shared.stated().stream()
                        .filter(said -> said.until() > now.latestMicros())
                        .findFirst());
    }

    private static OfLimit of(Limit limit, long units, Shared shared, Moment now) {
        long taken = 0;
        long resets = now.latestMicros();
        for (Shared.Slot slot : shared.usage().getOrDefault(limit.window().toString(), List.of())) {
            if (slot.until() > now.earliestMicros()) {
                resets = Math.max(resets, slot.until());
                taken +=
                        slot.used().values().stream().mapToLong(Long::longValue).sum();
            }
        }
        long leased = shared.leases().stream().mapToLong(Shared.Lease::units).sum();
        if (leased > 0 || !isRolling(limit)) {
            resets = Math.max(resets, end(limit.window(), now.latestMicros()));
        }
        return new OfLimit(
                new Limit(units, limit.unit(), limit.window(), limit.of(), false), units - taken - leased, resets);
    }

    private static boolean isRolling(Limit limit) {
        return limit.window() instanceof LimitWindow.Rolling;
    }

    private static long end(LimitWindow window, long at) {
        return switch (window) {
            case LimitWindow.Rolling(var length) -> at + length.toNanos() / 1000;
            case LimitWindow.Calendar calendar ->
                Moment.micros(calendar.at(Moment.instant(at)).end());
        };
    }

    /**
     * The tightest of the limits now.
     *
     * @param held units that this instance holds, beside what was free
     */
    Optional<Remaining> tightest(long held, long now) {
        return limits.stream()
                .map(one -> remaining(one, held, now))
                .min(Comparator.comparingDouble(Remaining::share).thenComparingLong(Remaining::left));
    }

    private Remaining remaining(OfLimit one, long held, long now) {
        long left = Math.max(0, one.free()) + Math.max(0, held);
        long said = this.said
                .filter(it -> it.until() > now)
                .map(it -> Math.max(0, it.left()) + Math.max(0, held))
                .orElse(Long.MAX_VALUE);
        long resets = said < left ? this.said.orElseThrow().until() : one.resets();
        return new Remaining(
                one.limit().toString(),
                one.limit().units(),
                switch (one.limit().window()) {
                    case LimitWindow.Rolling(var length) -> length;
                    case LimitWindow.Calendar calendar ->
                        calendar.at(Moment.instant(now)).length();
                },
                Math.min(one.limit().units(), Math.min(left, said)),
                Duration.ofNanos(Math.max(0, resets - now) * 1000));
    }
}
