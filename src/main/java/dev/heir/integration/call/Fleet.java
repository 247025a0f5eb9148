package dev.heir.integration.call;

import dev.heir.integration.strike.Circuit;
import dev.heir.integration.strike.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What all instances know together about a target (one base URL of a provider) and about a provider's throttles.
 *
 * <p>Reads are from memory and at most one second old; what this instance itself changed is seen at once. Changes are
 * one atomic statement each.
 */
public interface Fleet {

    View view(String provider, String target, Optional<String> credential);

    /**
     * @param quietUntil until when the target itself asked to be left alone, where that is why its circuit is not closed;
     *     may be over
     * @param window the last minute at the target, this instance's unwritten attempts included
     * @param throttledUntil set while the provider asked this credential (or everyone) to stay away
     * @param usageWarning whether four fifths of the provider's limit were reported used, until the limit's reset
     */
    record View(
            Circuit circuit,
            Optional<Instant> quietUntil,
            Window window,
            Window provider,
            Optional<Instant> throttledUntil,
            boolean usageWarning) {}

    /**
     * Counts an attempt at once in this instance's views; the ledger's row of the call makes it known to the others.
     * A target's attempts also count for its provider's window, which the retry budget looks at.
     *
     * @param attempt one call, and one failure, slow call or retry where it was one
     */
    void count(String provider, String target, Window attempt);

    /**
     * Opens the circuit until then, or later if it is already open for longer.
     *
     * @param asked whether the target itself asked to be left alone for so long
     */
    void open(String provider, String target, Instant until, boolean asked);

    /**
     * Takes one of the probes that a half-open circuit allows; the first after an open one makes it half-open.
     *
     * @param attempt how long the probe may take; when that is over for all that were given out, they are given out anew
     */
    boolean claimProbe(String target, Duration attempt);

    /** A probe succeeded: closes the circuit, unless it was opened again in the meantime. */
    void close(String target);

    /** Nobody uses this provider with this credential before then; never shortens what is known. */
    void throttle(String provider, Optional<String> credential, Instant until);

    /** The provider reported that most of its limit is used. */
    void warn(String provider, Optional<String> credential, Instant until);
}
