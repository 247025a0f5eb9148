package dev.heir.integration.quota;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    private static final long LONGEST_KEPT = 300_000_000;

    static final long SHORTEST_LEASE = 20_000;

    private final Rules rules;
    private final Ask ask;
    private final Moment now;
    private final List<Tally> tallies = new ArrayList<>();
    private final Map<String, Integer> weights = new HashMap<>();
    private final Map<String, Shared.Lease> leases = new HashMap<>();
    private final Claims claims;
    private final Learning learning;

    private Sharing(Shared before, Rules rules, Ask ask, Moment now) {
        this.ask = ask;
        this.now = now;
        this.learning = new Learning(before, rules, ask.seen(), now);
        this.rules = new Rules(learning.limits(), rules.shares());
        this.weights.putAll(before.weights());
        this.weights.put(ask.member().key(), ask.member().weight());
        before.leases().forEach(lease -> leases.put(lease.id(), lease));
        this.rules
                .limits()
                .forEach(limit -> tallies.add(new Tally(
                        limit, before.usage().getOrDefault(limit.window().toString(), List.of()), now)));
        this.claims = new Claims(before.claims(), now);
    }

    /** @param before what was shared; {@link Shared#NEW} when nobody ever asked */
    static Granted apply(Shared before, Rules rules, Ask ask, Moment now) {
        return new Sharing(before, rules, ask, now).granted();
    }

    private Granted granted() {
        boolean lapsed = !settle();
        expire();
        claims.takeOut(ask.lease());
        Verdict verdict = ask.wanted() == 0 ? new Verdict(0, List.of()) : verdict();
        long until = leaseEnd();
        lease(verdict.units(), until);
        learning.granted(verdict.units());
        List<Granted.Refusal> refusals = verdict.refusals();
        if (refusals.isEmpty()) {
            claims.granted(verdict.units());
        } else {
            claims.refused(ask, Math.max(ask.wanted(), owed()), now.latestMicros() + kept());
        }
        return new Granted(
                after(), verdict.units(), until, lapsed, refusals.stream().findFirst());
    }

    /** Dead instances' leases: nobody will tell what was spent of them. */
    private void expire() {
        List<Shared.Lease> over = leases.values().stream()
                .filter(lease -> lease.until() + GRACE < now.earliestMicros())
                .toList();
        for (Shared.Lease lease : over) {
            leases.remove(lease.id());
            tallies.forEach(tally -> tally.use(lease.until() + GRACE, lease.member(), lease.units()));
        }
    }

    /**
     * What was spent of a lease that is over is counted already, in full.
     *
     * @return whether what the instance has is still its own
     */
    private boolean settle() {
        tallies.forEach(tally -> tally.use(now.latestMicros(), ask.member().key(), ask.late()));
        Shared.Lease lease = leases.remove(ask.lease());
        if (lease == null) {
            return ask.has() == 0;
        }
        tallies.forEach(tally -> tally.use(now.latestMicros(), lease.member(), ask.spent()));
        // What it was granted without hearing of it, it never spent.
        long units = Math.min(ask.has(), lease.units());
        if (units > 0) {
            leases.put(ask.lease(), new Shared.Lease(ask.lease(), lease.member(), units, lease.until()));
        }
        return units == ask.has();
    }

    /** @param refusals of the limit that refused, if the least was not there */
    private record Verdict(long units, List<Granted.Refusal> refusals) {}

    private Verdict verdict() {
        long units = ask.wanted();
        for (Tally tally : tallies) {
            if (!tally.limit().shadow()) {
                long room = room(tally);
                if (room < ask.least()) {
                    return new Verdict(0, List.of(refusal(tally)));
                }
                units = Math.min(units, room);
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

    /** How much the asking member may lease of one limit now. */
    private long room(Tally tally) {
        Map<String, Long> taken = with(tally.usedByMember(now), held());
        long free = tally.limit().units()
                - taken.values().stream().mapToLong(Long::longValue).sum();
        long round = tally.length();
        if (claims.isFirstOverdue(ask, round)) {
            return Math.min(free, ask.least());
        }
        free -= claims.savedFor(ask, round);
        double share = Portions.of(tally.limit().units(), rules.shares(), demand(tally), weights, elapsed(tally))
                .getOrDefault(ask.member().key(), 0.0);
        // Rounded up: a limit of three units has one for each tier, and what is free bounds them all.
        long own =
                (long) Math.ceil(share - 1e-9) - taken.getOrDefault(ask.member().key(), 0L);
        return Math.max(0, Math.min(free, own));
    }

    private Map<String, Long> demand(Tally tally) {
        Map<String, Long> demand = with(with(tally.demandByMember(now), held()), claims.unitsByMember());
        demand.merge(ask.member().key(), ask.wanted(), Long::sum);
        return demand;
    }

    /** What the asking tier has not had yet of its share: lent units are called back as a whole, not one by one. */
    private long owed() {
        long owed = Long.MAX_VALUE;
        for (Tally tally : tallies) {
            long had = with(tally.usedByMember(now), held()).entrySet().stream()
                    .filter(entry ->
                            Member.tierOf(entry.getKey()) == ask.member().tier())
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            long share = (long)
                    (tally.limit().units() * (rules.shares().of(ask.member().tier()) / 100.0));
            owed = Math.min(owed, share - had);
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
        Map<String, Long> taken = with(tally.usedByMember(now), held());
        long free = tally.limit().units()
                - taken.values().stream().mapToLong(Long::longValue).sum();
        long soon = now.latestMicros() + leaseLength();
        // Where units are there and kept for others, or only leased, asking again soon is worth it.
        long freed = tally.freedAt(ask.least() - free, now);
        boolean worth = free >= ask.least() || held().values().stream().anyMatch(units -> units > 0);
        long at = worth ? Math.min(soon, Math.max(freed, now.latestMicros() + SHORTEST_LEASE)) : freed;
        return new Granted.Refusal(tally.limit().toString(), Math.max(at, now.latestMicros() + 1));
    }

    private void lease(long units, long until) {
        Shared.Lease had = leases.get(ask.lease());
        long all = units + (had == null ? 0 : had.units());
        if (all > 0) {
            leases.put(ask.lease(), new Shared.Lease(ask.lease(), ask.member().key(), all, until));
        }
    }

    private long kept() {
        long refill = tallies.stream().mapToLong(Tally::length).max().orElse(0);
        return Math.clamp(refill, 2 * LONGEST_LEASE, LONGEST_KEPT);
    }

    private long leaseLength() {
        return tallies.stream()
                .filter(Tally::isRolling)
                .mapToLong(tally -> Math.max(SHORTEST_LEASE, tally.length() / 10))
                .reduce(LONGEST_LEASE, Math::min);
    }

    /** No lease crosses a calendar's boundary: its units belong to the window they were taken from. */
    private long leaseEnd() {
        return tallies.stream()
                .filter(tally -> !tally.isRolling())
                .mapToLong(tally -> tally.windowEnd(now.earliestMicros()) - GRACE)
                .reduce(now.latestMicros() + leaseLength(), Math::min);
    }

    private Map<String, Long> held() {
        Map<String, Long> held = new HashMap<>();
        leases.values().forEach(lease -> held.merge(lease.member(), lease.units(), Long::sum));
        return held;
    }

    private static Map<String, Long> with(Map<String, Long> some, Map<String, Long> more) {
        Map<String, Long> sums = new HashMap<>(some);
        more.forEach((member, units) -> sums.merge(member, units, Long::sum));
        return sums;
    }

    private Shared after() {
        Map<String, List<Shared.Slot>> usage = new HashMap<>();
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
                        && !held().containsKey(member)
                        && tallies.stream()
                                .noneMatch(tally -> tally.demandByMember(now).containsKey(member)));
        return new Shared(
                limits,
                usage,
                Map.copyOf(weights),
                List.copyOf(leases.values()),
                claims.all(),
                learning.learnt(),
                learning.stated());
    }
}
