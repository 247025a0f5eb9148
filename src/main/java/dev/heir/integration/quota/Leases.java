package dev.heir.integration.quota;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who holds units of a scope, while an {@link Ask} is worked out, and what became of those that were held: each is
 * counted once, whatever is told late, twice or never.
 */
final class Leases {

    /** How long, and of how many, it is remembered what was counted of a lease that lapsed. */
    private static final long REMEMBERED = 60_000_000;

    private static final int MOST_REMEMBERED = 16;

    private final Ask ask;
    private final Moment now;
    private final List<Tally> tallies;
    private final long born;
    private final Map<String, Shared.Lease> leases = new HashMap<>();
    private final LinkedHashMap<String, Shared.Lease> lapsed = new LinkedHashMap<>();
    private long forgotten;

    /**
     * @param tallies in which use is counted
     * @param born when this began to count
     */
    Leases(Shared before, Ask ask, Moment now, List<Tally> tallies, long born) {
        this.ask = ask;
        this.now = now;
        this.tallies = tallies;
        this.born = born;
        long longest = now.latestMicros() + Sharing.LONGEST_LEASE;
        before.leases().forEach(lease -> leases.put(lease.id(), lease.endingBy(longest)));
        before.lapsed().forEach(lease -> lapsed.put(lease.id(), lease));
        this.forgotten = before.forgotten();
    }

    /** Units that each member holds. */
    Map<String, Long> held() {
        Map<String, Long> held = new HashMap<>();
        leases.values().forEach(lease -> held.merge(lease.member(), lease.units(), Long::sum));
        return held;
    }

    List<Shared.Lease> all() {
        return List.copyOf(leases.values());
    }

    /** Those that were over not long ago. */
    List<Shared.Lease> lapsed() {
        return List.copyOf(lapsed.values());
    }

    /** The latest end of one that lapsed and is remembered no more. */
    long lastForgotten() {
        return forgotten;
    }

    /**
     * @param units that the instance keeps
     * @param told the number of the latest that is known of it
     * @param counted when what it told was
     * @param lapsed whether what it told was of a lease that is over
     */
    record Settled(long units, long told, long counted, boolean lapsed) {}

    /** Takes in what the instance told, and what it leased before. */
    Settled settle() {
        Shared.Lease own = leases.remove(ask.lease());
        expire();
        Shared.Lease over = lapsed.remove(ask.lease());
        return own != null ? settle(own) : over != null ? lapsed(over) : forgotten();
    }

    /** Leases of the dead, or of those who could not ask in time: who lives will tell what was spent of them. */
    private void expire() {
        List<Shared.Lease> over = leases.values().stream()
                .filter(lease -> lease.end() < now.earliestMicros())
                .toList();
        for (Shared.Lease lease : over) {
            leases.remove(lease.id());
            use(lease.end(), lease.member(), lease.units());
            lapsed.put(lease.id(), lease);
        }
        while (!lapsed.isEmpty()
                && (lapsed.size() > MOST_REMEMBERED
                        || lapsed.firstEntry().getValue().end() + REMEMBERED < now.earliestMicros())) {
            forgotten = Math.max(forgotten, lapsed.pollFirstEntry().getValue().end());
        }
    }

    private Settled settle(Shared.Lease own) {
        Ask.Told told = ask.told();
        // What it was granted without hearing of it, it never spent.
        long units = Math.min(told.has(), own.units());
        if (own.told() >= told.number()) {
            return new Settled(units, own.told(), own.counted(), false);
        }
        long counted = Math.min(now.latestMicros(), told.end());
        use(counted, own.member(), told.spent());
        correct(own.member(), true);
        return new Settled(units, told.number(), counted, false);
    }

    /** What it had was taken for spent in full: what it did not spend comes back. */
    private Settled lapsed(Shared.Lease over) {
        Ask.Told told = ask.told();
        if (over.told() >= told.number()) {
            lapsed.put(over.id(), over);
            return new Settled(0, over.told(), over.counted(), true);
        }
        // What it kept when it told this, and has spent since, it tells next.
        long later = told.again() ? told.has() : 0;
        use(over.end(), over.member(), told.spent() + later - over.units());
        correct(over.member(), true);
        if (told.again()) {
            lapsed.put(
                    over.id(),
                    new Shared.Lease(over.id(), over.member(), later, over.until(), told.number(), over.end()));
        }
        return new Settled(0, told.number(), over.end(), true);
    }

    /** What was counted of it was in full. What is told again, and may have been counted before that, gains nothing. */
    private Settled forgotten() {
        Ask.Told told = ask.told();
        String member = ask.member().key();
        boolean surely = !told.again() || told.at() > forgotten;
        // What was leased before this began is the ledger's to tell: none of it comes back here.
        if (surely) {
            long more = told.spent() + (told.again() ? told.has() : 0) - told.leased();
            use(told.end(), member, told.until() - Sharing.LONGEST_LEASE > born ? more : Math.max(0, more));
        }
        correct(member, surely);
        return new Settled(0, told.number(), told.end(), true);
    }

    /** @param less whether anything may come back; of what was counted before this began, nothing does */
    private void correct(String member, boolean less) {
        boolean isAhead = born > now.latestMicros(); // by a clock that was put back: it does not say what was before
        ask.told().late().stream()
                .filter(late -> late.at() >= born ? less || late.units() > 0 : isAhead && late.units() > 0)
                .forEach(late -> use(late.at(), member, late.units()));
    }

    private void use(long at, String member, long units) {
        tallies.forEach(tally -> tally.use(at, member, units));
    }

    /** Without units as well, where it would do harm to count what was told once more. */
    void lease(Settled settled, long more, long until) {
        long units = settled.units() + more;
        boolean memorable =
                (ask.told().counts() && !(settled.lapsed() && ask.told().again()))
                        || ask.told().follows();
        if (units > 0 || memorable) {
            leases.put(
                    ask.lease(),
                    new Shared.Lease(ask.lease(), ask.member().key(), units, until, settled.told(), settled.counted()));
        }
    }
}
