package dev.heir.integration.quota;

import dev.heir.integration.provider.Tier;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How much of each limit and budget is used, by whom, and what was learnt of it. */
@Singleton
public final class Quotas {

    private final SharedStates states;
    private final Quota own;
    private final Clock clock;

    /** @param own of this instance */
    Quotas(SharedStates states, Quota own, Clock clock) {
        this.states = states;
        this.own = own;
        this.clock = clock;
    }

    /**
     * One scope of limits that count the same requests.
     *
     * @param scope {@code shopify}, {@code shopify#key-1} for one credential, {@code shopify/list-orders} for one
     *     operation, {@code shopify:tokens} for another unit, {@code budget:project:shop:EUR} for money
     * @param waiting callers in line for its units at the instance that answers, now; who does not wait is not among them
     * @param learnt the share of the declared limits that 429s left, 1 for all of it
     * @param remaining what the provider said is left, and until when
     */
    public record Scoped(
            String scope,
            List<Window> windows,
            long waiting,
            double learnt,
            Optional<BigDecimal> remaining,
            Optional<Instant> remainingUntil) {}

    /**
     * One window of a scope; amounts are units, or money in the scope's currency.
     *
     * @param leased by instances and not known to be spent
     * @param byTier used and leased
     * @param shadow whether it is only watched
     */
    public record Window(
            String per,
            String unit,
            BigDecimal limit,
            BigDecimal used,
            BigDecimal leased,
            BigDecimal free,
            Map<Tier, BigDecimal> byTier,
            boolean shadow) {}

    /** In the order of names, after the one that was seen last. */
    public List<Scoped> page(Optional<String> provider, Optional<String> after, int size) {
        long now = Moment.micros(clock.instant());
        return states.page(provider, after, size).stream()
                .map(named -> quota(named.scope(), named.state(), now))
                .toList();
    }

    private Scoped quota(String scope, Shared state, long now) {
        int decimals = scope.startsWith("budget:") ? 9 : 0;
        Optional<Shared.Stated> stated =
                state.stated().stream().filter(said -> said.until() > now).findFirst();
        List<Window> windows = new ArrayList<>();
        new TreeMap<>(state.limits()).forEach((per, limit) -> windows.add(window(per, limit, state, now, decimals)));
        return new Scoped(
                scope,
                windows,
                own.waiting(scope),
                state.learnt().factor(),
                stated.map(said -> amount(said.left(), decimals)),
                stated.map(said -> Moment.instant(said.until())));
    }

    private static Window window(String per, Shared.Limited limit, Shared state, long now, int decimals) {
        Map<Tier, BigDecimal> byTier = new TreeMap<>();
        // What was spent before anybody counted tiers is nobody's.
        long used = state.beside().stream()
                .filter(beside -> beside.until() > now)
                .mapToLong(Shared.Beside::units)
                .sum();
        for (Shared.Slot slot : state.usage().getOrDefault(per, List.of())) {
            if (slot.until() > now) {
                for (Map.Entry<String, Long> each : slot.used().entrySet()) {
                    used += each.getValue();
                    byTier.merge(Member.tierOf(each.getKey()), amount(each.getValue(), decimals), BigDecimal::add);
                }
            }
        }
        long leased = 0;
        for (Shared.Lease lease : state.leases()) {
            leased += lease.units();
            byTier.merge(Member.tierOf(lease.member()), amount(lease.units(), decimals), BigDecimal::add);
        }
        return new Window(
                per,
                limit.unit(),
                amount(limit.units(), decimals),
                amount(used, decimals),
                amount(leased, decimals),
                amount(Math.max(0, limit.units() - used - leased), decimals),
                byTier,
                limit.shadow());
    }

    private static BigDecimal amount(long units, int decimals) {
        return new BigDecimal(
                BigDecimal.valueOf(units, decimals).stripTrailingZeros().toPlainString());
    }
}
