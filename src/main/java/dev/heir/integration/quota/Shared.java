package dev.heir.integration.quota;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the fleet knows together about one scope: what was used of each limit, what is leased, who waits, and what was
 * learnt. All times are microseconds since 1970 by the database's clock.
 *
 * @param limits as they last held, by the window's name
 * @param usage by the window's name
 * @param weights of the members that use it
 * @param lapsed leases that were over not long ago and are counted as spent: their instances may live, and tell
 * @param forgotten the latest end of a lease that lapsed and is not among them any more
 * @param stated by the provider about what remains; at most one
 * @param born of a budget, when this began to count: what the ledger says was counted since is not counted again. 0 in
 *     what an older version wrote
 * @param beside of a budget, what was spent this month and never counted here, and after it that of the last months
 */
public record Shared(
        Map<String, Limited> limits,
        Map<String, List<Slot>> usage,
        Map<String, Integer> weights,
        List<Lease> leases,
        List<Lease> lapsed,
        long forgotten,
        List<Claim> claims,
        Learnt learnt,
        List<Stated> stated,
        long born,
        List<Beside> beside) {

    public static final Shared NEW = new Shared(
            Map.of(), Map.of(), Map.of(), List.of(), List.of(), 0, List.of(), Learnt.NOTHING, List.of(), 0, List.of());

    public Shared {
        limits = Objects.requireNonNullElse(limits, Map.of()); // as an older version beside this one writes it
        lapsed = Objects.requireNonNullElse(lapsed, List.of());
        beside = Objects.requireNonNullElse(beside, List.of());
    }

    /** A limit as it last held, what was learnt of it included; for whoever looks on. */
    public record Limited(long units, String unit, boolean shadow) {}

    /** Use that counts until an instant, by member. Uses that are nearly as old share a slot. */
    public record Slot(long until, Map<String, Long> used) {}

    /**
     * Units an instance may spend until an instant. One that is never settled is taken for spent at its end.
     *
     * @param id of one instance and member
     * @param units not yet known to be spent; none when it is here only to say what was told
     * @param told the number of what its instance told last
     * @param counted when that was counted
     */
    public record Lease(String id, String member, long units, long until, long told, long counted) {

        /** After the database's clock was put back, no lease lasts longer than if it were granted now. */
        Lease endingBy(long latest) {
            return until <= latest ? this : new Lease(id, member, units, latest, told, counted);
        }

        /** At which it is taken for spent: what is admitted at its last instant is sent a little later. */
        long end() {
            return until + Sharing.GRACE;
        }
    }

    /**
     * Units an instance is kept free for because it did not get them when it asked.
     *
     * @param units it asked for or, if more, what its tier has not had of its share
     * @param least what it waits for; 0 when it has been served and what is kept merely runs out
     * @param since it waits
     * @param until they are kept
     */
    public record Claim(String lease, String member, long units, long least, long since, long until) {

        /** After the database's clock was put back, nobody has waited since later than now, nor until long after. */
        Claim by(long now, long latest) {
            return new Claim(lease, member, units, least, Math.min(since, now), Math.min(until, latest));
        }
    }

    /**
     * What 429s taught (SPEC Q4).
     *
     * @param factor of the declared limits that is used, above 0, at most 1
     * @param perWindow units in ten seconds where nothing is declared; 0 while nothing was learnt
     * @param answered since the last judgement
     * @param limited refused by the provider since the last judgement
     * @param since the last judgement
     * @param limitedAs credentials that were refused lately, and when last, where several share the limit
     */
    public record Learnt(
            double factor, double perWindow, long answered, long limited, long since, Map<String, Long> limitedAs) {
        public static final Learnt NOTHING = new Learnt(1, 0, 0, 0, 0, Map.of());

        public Learnt {
            limitedAs = Objects.requireNonNullElse(limitedAs, Map.of());
        }
    }

    /**
     * What was spent beside what is counted here.
     *
     * @param until the end of its month
     * @param asOf when the ledger was read
     */
    public record Beside(long units, long until, long asOf) {

        /**
         * After the database's clock was put back, nothing read before holds beyond this month, and what was read by the
         * clock that was ahead is older than anything that is read now.
         */
        Beside by(long now, long monthEnd) {
            return asOf <= now && until <= monthEnd
                    ? this
                    : new Beside(units, Math.min(until, monthEnd), asOf <= now ? asOf : 0);
        }
    }

    /** The provider said that this much is left until its reset; what is granted since is already taken off. */
    public record Stated(long left, long until) {

        /** Ends of one window that different answers name are rounded to seconds, and travel. */
        private static final long SAME = 2_000_000;

        /** Answers overtake each other: within one window only the lower figure can be true. */
        Stated or(Stated later) {
            return Math.abs(until - later.until) < SAME && left < later.left ? this : later;
        }
    }
}
