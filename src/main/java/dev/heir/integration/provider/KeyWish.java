package dev.heir.integration.provider;

import java.time.Duration;
import java.util.Optional;

/**
 * What a further key of a project shall be.
 *
 * @param label what people know it by
 * @param lifetime after which nobody is known by it; empty for ever
 * @param replaced whose place it takes
 */
public record KeyWish(Optional<String> label, Reach reach, Optional<Duration> lifetime, Optional<Replaced> replaced) {

    /** As good as the first one. */
    public static final KeyWish PLAIN = new KeyWish(Optional.empty(), Reach.WHOLE, Optional.empty(), Optional.empty());

    /**
     * A key that goes.
     *
     * @param overlap for which both are good, so that nobody is without one while it is exchanged
     */
    public record Replaced(String prefix, Duration overlap) {}
}
