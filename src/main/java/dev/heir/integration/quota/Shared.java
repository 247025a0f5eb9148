package dev.heir.integration.quota;

import java.util.List;
import java.util.Map;

/**
 * What the fleet knows together about one scope: what was used of each limit, what is leased, who waits, and what was
 * learnt. All times are microseconds since 1970 by the database's clock.
 *
 * @param limits as they last held, by the window's name
 * @param usage by the window's name
 * @param weights of the members that use it
 * @param stated by the provider about what remains; at most one
 */
public record Shared(
        Map<String, Limited> limits,
        Map<String, List<Slot>> usage,
        Map<String, Integer> weights,
        List<Lease> leases,
        List<Claim> claims,
        Learnt learnt,
        List<Stated> stated) {

    public static final Shared NEW =
            new Shared(Map.of(), Map.of(), Map.of(), List.of(), List.of(), Learnt.NOTHING, List.of());

    /** A limit as it last held, what was learnt of it included; for whoever looks on. */
    public record Limited(long units, String unit, boolean shadow) {}

    /** Use that counts until an instant, by member. Uses that are nearly as old share a slot. */
    public record Slot(long until, Map<String, Long> used) {}

    /**
     * Units an instance may spend until an instant. One that is never settled is taken for spent at its end.
     *
     * @param id of one instance and member
     * @param units not yet known to be spent
     */
    public record Lease(String id, String member, long units, long until) {}

    /**
     * Units an instance is kept free for because it did not get them when it asked.
     *
     * @param units it asked for or, if more, what its tier has not had of its share
     * @param least what it waits for; 0 when it has been served and what is kept merely runs out
     * @param since it waits
     * @param until they are kept
     */
    public record Claim(String lease, String member, long units, long least, long since, long until) {}

    /**
     * What 429s taught (SPEC Q4).
     *
     * @param factor of the declared limits that is used, above 0, at most 1
     * @param perWindow units in ten seconds where nothing is declared; 0 while nothing was learnt
     * @param answered since the last judgement
     * @param limited refused by the provider since the last judgement
     * @param since the last judgement
     */
    public record Learnt(double factor, double perWindow, long answered, long limited, long since) {
        public static final Learnt NOTHING = new Learnt(1, 0, 0, 0, 0);
    }

    /** The provider said that this much is left until its reset; what is granted since is already taken off. */
    public record Stated(long left, long until) {}
}
