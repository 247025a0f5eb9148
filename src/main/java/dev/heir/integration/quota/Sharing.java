package dev.heir.integration.quota;

import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.LimitWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How what is shared of a scope changes when an instance settles and asks: the one place that admits.
 *
 * <p>Never over: units that are leased count as used until they are settled, and a lease that is never settled is taken
 * for spent at its end. Fair: each member's share of each limit is filled by {@link Fill}. Nobody starves: who waited
 * for longer than its share needs to come round is saved for, before all others.
 */
final class Sharing {

    /** What is admitted at the last instant of a lease is sent a little later. */
    static final long GRACE = 250_000;

    /** No lease outlives this: what one instance learns of a limit all obey within two seconds (SPEC Q4). */
    static final long LONGEST_LEASE = 2_000_000;

    /** How long units are kept for whoever was refused: one refill, and of long windows no more than this. */
    static final long LONGEST_KEPT = 300_000_000;

    static final long SHORTEST_LEASE = 20_000;

    /** A tier that used less than this part of its share in a whole window was idle. */
    private static final int IDLE = 16;

    /** One instance leases at most this part of a limit. */
    private static final int HANDS = 16;

    /**
     * Of units for one call that is there, and nothing ahead: it leaves when the database's answer is heard. Longer, its
     * unit would count for longer where nobody tells that it is spent: an instance that is frozen does not.
     */
    private static final long OF_ONE_CALL = 100_000;

    /** How long use is kept that no longer counts, of windows that these rules lack: the clock may step back so far. */
    private static final long STEPPED = 86_400_000_000L;

    /** What an instance does not know of the clock is the time that its last statement took: so many of them. */
    private static final long WAYS = 4;

    private final Rules rules;
    private final Ask ask;
    private final Moment now;
    private final List<Tally> tallies = new ArrayList<>();
    private final Map<String, Integer> weights = new HashMap<>();
    private final Leases leases;
    private final Claims claims;
    private final Learning learning;
    private final Map<String, List<Shared.Slot>> untouched;
    private final long born;
    private final List<Shared.Beside> beside;

    private Sharing(Shared before, Rules rules, Ask ask, Moment now) {
        this.ask = ask;
        this.now = now;
        this.learning = new Learning(before, rules, ask.seen(), now);
        this.rules = new Rules(learning.limits(), rules.shares());
        this.weights.putAll(before.weights());
        this.weights.put(ask.member().key(), ask.member().weight());
        this.born = born(before);
        this.beside = beside(before);
        this.rules
                .limits()
                .forEach(limit -> tallies.add(new Tally(
                        limit, before.usage().getOrDefault(limit.window().toString(), List.of()), beside, now)));
        this.leases = new Leases(before, ask, now, tallies, born);
        this.claims = new Claims(before.claims(), now);
        this.untouched = new HashMap<>(before.usage());
        tallies.forEach(tally -> untouched.remove(tally.limit().window().toString()));
    }

    /** What an older version counts is born when none of it counts any more. */
    private long born(Shared before) {
        boolean unused = before.leases().isEmpty()
                && before.usage().values().stream()
                        .flatMap(List::stream)
                        .allMatch(slot -> slot.until() <= now.earliestMicros());
        return before.born() == 0 && unused && ask.spent().isPresent() ? now.latestMicros() : before.born();
    }

    private List<Shared.Beside> beside(Shared before) {
        Stream<Shared.Beside> heard = ask.spent().filter(spent -> born > 0).stream()
                .map(spent -> new Shared.Beside(spent.beside(born), spent.until(), spent.asOf()));
        return Readings.of(before.beside(), heard, rules, now);
    }

    /** @param before what was shared; {@link Shared#NEW} when nobody ever asked */
    static Granted apply(Shared before, Rules rules, Ask ask, Moment now) {
        return new Sharing(before, rules, ask, now).granted();
    }

    private Granted granted() {
        Leases.Settled settled = leases.settle();
        long until = leaseEnd();
        leases.lease(settled, 0, until);
        claims.takeOut(ask.lease());
        Verdict verdict = ask.wanted() == 0 ? new Verdict(0, List.of()) : verdict();
        leases.lease(settled, verdict.units(), until);
        learning.granted(verdict.units());
        List<Granted.Refusal> refusals = verdict.refusals();
        if (refusals.isEmpty()) {
            claims.granted(verdict.units(), refill());
        } else {
            claims.refused(ask, Math.max(ask.wanted(), owed()), now.latestMicros() + kept());
        }
        boolean lapsed = settled.units() < ask.told().has();
        return new Granted(
                after(),
                verdict.units(),
                until,
                lapsed,
                settled.counted(),
                refusals.stream().findFirst());
    }

    /** @param refusals of the limit that refused, if the least was not there */
    private record Verdict(long units, List<Granted.Refusal> refusals) {}

    private Verdict verdict() {
        long units = ask.wanted();
        for (Tally tally : tallies) {
            if (!tally.limit().shadow()) {
                if (isNearlyOver(tally)) {
                    return new Verdict(0, List.of(betweenWindows(tally)));
                }
                long room = room(tally);
                if (room < ask.least()) {
                    return new Verdict(0, List.of(refusal(tally)));
                }
                units = Math.min(units, Math.min(room, Math.max(ask.least(), inOneHand(tally))));
            }
        }
        long left = learning.left();
        return left < ask.least()
                ? new Verdict(
                        0,
                        List.of(new Granted.Refusal(
                                "what the provider said remains until its reset", learning.resetAt())))
                : new Verdict(Math.min(units, left), List.of());
    }

    /** Beyond what is needed at once: whoever dies, or turns out slower than it seemed, takes no more with it. */
    private long inOneHand(Tally tally) {
        return Math.max(1, tally.capacity() / HANDS - ask.told().has());
    }

    /** A limit that is used up stays so for that half second; of one that has room nobody is told that it had none. */
    private Granted.Refusal betweenWindows(Tally tally) {
        return new Granted.Refusal(tally.limit().toString(), end(tally), room(tally) >= ask.least());
    }

    /** How much the asking member may lease of one limit now. */
    private long room(Tally tally) {
        Map<String, Long> taken = with(tally.usedByMember(now), leases.held());
        long free = tally.capacity()
                - taken.values().stream().mapToLong(Long::longValue).sum();
        long round = tally.length();
        if (claims.isFirstOverdue(ask, round)) {
            return Math.min(free, ask.least());
        }
        free -= claims.savedFor(ask, round);
        double share = share(tally);
        // Rounded up: a limit of three units has one for each tier, and what is free bounds them all.
        long own =
                (long) Math.ceil(share - 1e-9) - taken.getOrDefault(ask.member().key(), 0L);
        return Math.max(0, Math.min(free, own));
    }

    /** Units of the whole limit that the asking member may have. */
    private double share(Tally tally) {
        return Portions.of(tally.capacity(), rules.shares(), demand(tally), weights, elapsed(tally))
                .getOrDefault(ask.member().key(), 0.0);
    }

    private Map<String, Long> demand(Tally tally) {
        Map<String, Long> demand = with(with(tally.demandByMember(now), leases.held()), claims.unitsByMember());
        demand.merge(ask.member().key(), ask.wanted(), Long::sum);
        return demand;
    }

    /** What the asking tier has not had yet of its share: lent units are called back as a whole, not one by one. */
    private long owed() {
        long owed = Long.MAX_VALUE;
        for (Tally tally : tallies) {
            long had = with(tally.usedByMember(now), leases.held()).entrySet().stream()
                    .filter(entry ->
                            Member.tierOf(entry.getKey()) == ask.member().tier())
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            long share =
                    (long) (tally.capacity() * (rules.shares().of(ask.member().tier()) / 100.0));
            // One that was idle and is back is owed all of it; one that used a little all along may double its use.
            owed = Math.min(owed, had > share / IDLE ? Math.min(share - had, had) : share - had);
        }
        return Math.max(0, owed);
    }

    /** How much of a long window has gone by, from 0 to 1; of a rolling one all of it, since it never begins. */
    private double elapsed(Tally tally) {
        if (tally.isRolling()) {
            return 1;
        }
        double left = tally.windowEnd(now.latestMicros()) - now.latestMicros();
        return Math.clamp(1 - left / tally.length(), 0, 1);
    }

    private Granted.Refusal refusal(Tally tally) {
        Map<String, Long> taken = with(tally.usedByMember(now), leases.held());
        long free = tally.capacity()
                - taken.values().stream().mapToLong(Long::longValue).sum();
        // With many in line of which each asks again as soon as the next unit may be there, all ask in vain but one.
        long ahead = claims.ahead(ask);
        double part = Math.clamp(share(tally) / Math.max(1, tally.capacity()), 0.01, 1);
        long soon = now.latestMicros() + Math.min(LONGEST_LEASE, leaseLength() * (1 + ahead / ask.least()));
        // Where units are there and kept for others, or only leased, asking again soon is worth it.
        long freed = tally.freedAt((long) Math.ceil((ahead + ask.least()) / part) - free, now);
        boolean worth = free >= ask.least() || leases.held().values().stream().anyMatch(units -> units > 0);
        if (worth && !claims.isRoomFor(ask)) {
            // Enough others of its own stand in line to use whatever comes back.
            return new Granted.Refusal(tally.limit().toString(), Math.max(freed, now.latestMicros() + LONGEST_LEASE));
        }
        long at = worth ? Math.min(soon, Math.max(freed, now.latestMicros() + SHORTEST_LEASE)) : freed;
        return new Granted.Refusal(tally.limit().toString(), Math.max(at, now.latestMicros() + 1));
    }

    private long kept() {
        return Math.clamp(refill(), 2 * LONGEST_LEASE, LONGEST_KEPT);
    }

    private long refill() {
        return tallies.stream().mapToLong(Tally::length).max().orElse(0);
    }

    private long leaseLength() {
        // So long that it is not over before the instance hears of it.
        long way = WAYS * (now.latestMicros() - now.earliestMicros());
        boolean forOneCall =
                !tallies.isEmpty() && ask.told().has() == 0 && ask.wanted() > 0 && ask.wanted() == ask.least();
        return Math.min(
                LONGEST_LEASE, Math.max(way, Math.min(leaseLength(rules), forOneCall ? OF_ONE_CALL : LONGEST_LEASE)));
    }

    /** Short where units come back soon. */
    static long leaseLength(Rules rules) {
        return rules.limits().stream()
                .map(Limit::window)
                .filter(LimitWindow.Rolling.class::isInstance)
                .mapToLong(window -> Math.max(SHORTEST_LEASE, window.longest().toNanos() / 10_000))
                .reduce(LONGEST_LEASE, Math::min);
    }

    /**
     * No lease comes near a calendar's boundary: its units belong to the window they were taken from, even when they
     * are sent late and counted later.
     */
    private long leaseEnd() {
        return tallies.stream()
                .filter(tally -> !tally.isRolling() && !tally.limit().shadow())
                .mapToLong(tally -> end(tally) - 2 * GRACE)
                .reduce(now.latestMicros() + leaseLength(), Math::min);
    }

    /** What would be leased now of a calendar's window could not be spent before its end. */
    private boolean isNearlyOver(Tally tally) {
        return !tally.isRolling() && now.latestMicros() + SHORTEST_LEASE > end(tally) - 2 * GRACE;
    }

    private long end(Tally tally) {
        return tally.windowEnd(now.earliestMicros());
    }

    private static Map<String, Long> with(Map<String, Long> some, Map<String, Long> more) {
        Map<String, Long> sums = new HashMap<>(some);
        more.forEach((member, units) -> sums.merge(member, units, Long::sum));
        return sums;
    }

    private Shared after() {
        Map<String, List<Shared.Slot>> usage = new HashMap<>(stillCounting());
        Map<String, Shared.Limited> limits = new HashMap<>();
        tallies.forEach(tally -> limits.put(
                tally.limit().window().toString(),
                new Shared.Limited(
                        tally.limit().units(),
                        tally.limit().unit(),
                        tally.limit().shadow())));
        tallies.forEach(tally -> usage.put(tally.limit().window().toString(), tally.slots()));
        // Of those who no longer use it nobody needs to know.
        weights.keySet()
                .removeIf(member -> !member.equals(ask.member().key())
                        && !leases.held().containsKey(member)
                        && tallies.stream()
                                .noneMatch(tally -> tally.demandByMember(now).containsKey(member)));
        return new Shared(
                limits,
                usage,
                Map.copyOf(weights),
                leases.all(),
                leases.lapsed(),
                leases.lastForgotten(),
                claims.all(),
                learning.learnt(),
                learning.stated(),
                born,
                beside);
    }

    /** Of windows that these rules lack: an instance that read the provider's document earlier, or later, has them. */
    private Map<String, List<Shared.Slot>> stillCounting() {
        untouched.replaceAll((window, slots) -> {
            long over = slots.stream()
                    .filter(slot -> slot.until() <= now.earliestMicros())
                    .count();
            return slots.stream()
                    .skip(Math.max(0, over - Tally.OVER))
                    .filter(slot -> slot.until() + STEPPED > now.earliestMicros())
                    .toList();
        });
        untouched.values().removeIf(List::isEmpty);
        return untouched;
    }
}
