package dev.heir.integration.quota;

import java.util.Optional;

/**
 * What an instance tells and asks about one scope, in one statement.
 *
 * @param lease the name under which it leases, its own for as long as it lives
 * @param spent of its leased units since it told last
 * @param late what calls took beside their units, or brought back (negative), since it told last
 * @param has units it still holds unspent; what else was leased to it is given back
 * @param wanted units to lease beside those
 * @param least what it can do anything with: fewer are not granted. 0 when it only tells
 */
public record Ask(Member member, String lease, long spent, long late, long has, long wanted, long least, Seen seen) {

    public Ask {
        if (spent < 0 || has < 0 || wanted < 0 || least < 0 || least > wanted) {
            throw new IllegalArgumentException(
                    "spent, has, wanted and least must not be negative, nor least above wanted, were " + spent + ", "
                            + has + ", " + wanted + ", " + least);
        }
    }

    /**
     * What the provider's answers showed since the instance told last.
     *
     * @param answered requests that it did not limit
     * @param limited requests that it refused for a limit
     * @param stated what it said remains
     */
    public record Seen(long answered, long limited, Optional<Shared.Stated> stated) {
        public static final Seen NOTHING = new Seen(0, 0, Optional.empty());
    }
}
