package dev.heir.integration.quota;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a member would be granted, as far as what is shared tells, if nobody else asked and all that is leased were spent.
 * Nothing is taken for it.
 */
final class Outlook {

    /** A lease of nobody's: it has nothing to tell. */
    private static final String NEW = "";

    private final Shared shared;
    private final Rules rules;
    private final Member member;
    private final Optional<Spent> spent;

    /**
     * @param lease the member's own, under which it may be waiting already
     * @param spent of a budget, where the ledger was read just now
     */
    Outlook(Shared shared, Rules rules, Member member, String lease, Optional<Spent> spent) {
        this.shared = without(lease, shared);
        this.rules = rules;
        this.member = member;
        this.spent = spent;
    }

    /** Why so many units would not be granted. */
    Optional<Granted.Refusal> refusal(long units, Moment now) {
        var told = new Ask.Told(1, now.earliestMicros(), false, false, 0, 0, 0, now.earliestMicros(), List.of());
        return Sharing.apply(shared, rules, new Ask(member, NEW, told, units, units, Ask.Seen.NOTHING, spent), now)
                .refusal();
    }

    /**
     * When they would be: whoever comes back then is served. Asking earlier may be worth it, since others may give back
     * what they have.
     *
     * @return microseconds since 1970, by the database's clock
     */
    long roomAt(long units, Moment now) {
        List<Long> changes = changes(now);
        int refused = -1;
        int granted = changes.size() - 1;
        while (refused + 1 < granted) {
            int middle = (refused + granted) / 2;
            if (refusal(units, at(changes.get(middle))).isEmpty()) {
                granted = middle;
            } else {
                refused = middle;
            }
        }
        return changes.get(granted);
    }

    /** When something ceases to count, or to be kept; in their order, and never empty. */
    private List<Long> changes(Moment now) {
        TreeSet<Long> changes = new TreeSet<>();
        shared.usage().values().forEach(slots -> slots.forEach(slot -> changes.add(slot.until())));
        shared.claims().forEach(claim -> changes.add(claim.until()));
        shared.stated().forEach(said -> changes.add(said.until()));
        shared.leases().forEach(lease -> changes.add(lease.end() + 1));
        rules.limits().stream()
                .map(limit -> new Tally(limit, List.of(), List.of(), now))
                .forEach(tally -> {
                    changes.add(tally.countsUntil(now.latestMicros()));
                    shared.leases().forEach(lease -> changes.add(tally.countsUntil(lease.end())));
                });
        changes.headSet(now.latestMicros(), true).clear();
        return changes.isEmpty() ? List.of(now.latestMicros() + Sharing.LONGEST_LEASE) : List.copyOf(changes);
    }

    private static Moment at(long micros) {
        return new Moment(micros, micros);
    }

    private static Shared without(String lease, Shared shared) {
        return new Shared(
                shared.limits(),
                shared.usage(),
                shared.weights(),
                shared.leases(),
                shared.lapsed(),
                shared.forgotten(),
                shared.claims().stream()
                        .filter(claim -> !claim.lease().equals(lease))
                        .toList(),
                shared.learnt(),
                shared.stated(),
                shared.born(),
                shared.beside());
    }
}
