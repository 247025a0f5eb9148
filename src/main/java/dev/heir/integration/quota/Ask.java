package dev.heir.integration.quota;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an instance tells and asks about one scope, in one statement.
 *
 * @param lease the name under which it leases, its own for as long as it lives
 * @param wanted units to lease beside those it keeps
 * @param least what it can do anything with: fewer are not granted. 0 when it only tells
 * @param spent of a budget, as the instance read it just now if it did
 */
public record Ask(Member member, String lease, Told told, long wanted, long least, Seen seen, Optional<Spent> spent) {

    Ask(Member member, String lease, Told told, long wanted, long least, Seen seen) {
        this(member, lease, told, wanted, least, seen, Optional.empty());
    }

    public Ask {
        if (wanted < 0 || least < 0 || least > wanted) {
            throw new IllegalArgumentException(
                    "wanted and least must not be negative, nor least above wanted, were " + wanted + ", " + least);
        }
    }

    /** The same, told once more because nobody knows whether it arrived; it asks for nothing. */
    Ask again() {
        return new Ask(member, lease, told.repeated(), 0, 0, Seen.NOTHING);
    }

    /**
     * What became of the units it leased.
     *
     * @param number counts what one instance tells under one name, so that nothing is counted twice
     * @param at not after it was told first, microseconds since 1970 by the database's clock
     * @param again whether it may have arrived before
     * @param follows whether something was told before it of which nobody knows whether it arrived
     * @param leased units it had since it told last
     * @param spent of them; more than were leased when calls cost more than was set aside for them
     * @param has of them, and keeps; what is neither spent nor kept is given back
     * @param until when they could be spent, microseconds since 1970 by the database's clock
     * @param late what calls took beside, or brought back, of units that were told before
     */
    public record Told(
            long number,
            long at,
            boolean again,
            boolean follows,
            long leased,
            long spent,
            long has,
            long until,
            List<Late> late) {

        public Told {
            late = List.copyOf(late);
            if (leased < 0 || has < 0 || (has > 0 && spent + has > leased)) {
                throw new IllegalArgumentException(
                        "leased and has must not be negative, nor spent and has above leased," + " were " + leased
                                + ", " + spent + ", " + has);
            }
        }

        /** By when all that was spent has been sent. */
        long end() {
            return until + Sharing.GRACE;
        }

        private Told repeated() {
            return new Told(number, at, true, false, leased, spent, has, until, late);
        }

        /** Whether it would do harm to count it twice. */
        boolean counts() {
            return spent != 0 || has != leased || !late.isEmpty();
        }
    }

    /**
     * A correction of what was counted at an instant.
     *
     * @param at what {@link Granted#counted()} said then
     * @param units more, or fewer when negative
     */
    public record Late(long at, long units) {}

    /**
     * What the provider's answers showed since the instance told last.
     *
     * @param answered requests that it did not limit
     * @param limited requests that it refused for a limit
     * @param stated what it said remains
     * @param limitedAs the credentials of those, and when each was refused last, where several share the limit
     */
    public record Seen(long answered, long limited, Optional<Shared.Stated> stated, Map<String, Long> limitedAs) {
        public static final Seen NOTHING = new Seen(0, 0, Optional.empty(), Map.of());
    }
}
