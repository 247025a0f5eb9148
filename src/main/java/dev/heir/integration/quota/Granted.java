package dev.heir.integration.quota;

import java.util.Optional;

/**
 * What became of an {@link Ask}.
 *
 * @param after what the fleet shares from now on
 * @param units leased beside those the instance has
 * @param until all its units may be spent, microseconds since 1970 by the database's clock
 * @param lapsed whether what it had was over in the meantime: it has only {@code units}
 * @param counted the instant at which what it told was counted: corrections of it name it
 * @param refusal set when fewer than the least were there
 */
public record Granted(Shared after, long units, long until, boolean lapsed, long counted, Optional<Refusal> refusal) {

    /**
     * @param limit that refused, as people write it
     * @param notBefore microseconds since 1970, by the database's clock: asking earlier is in vain
     * @param between whether it has room, and only its window is too nearly over to use it
     */
    public record Refusal(String limit, long notBefore, boolean between) {

        public Refusal(String limit, long notBefore) {
            this(limit, notBefore, false);
        }

        Taken.Refused taken() {
            return new Taken.Refused(limit, notBefore, between);
        }
    }
}
