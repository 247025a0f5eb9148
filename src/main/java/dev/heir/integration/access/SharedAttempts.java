package dev.heir.integration.access;

import java.time.Duration;
import java.util.Optional;

/** Wrong keys as the whole fleet counts them. */
public interface SharedAttempts {

    /** After so many within a minute a source pauses, for a second first and for twice as long after each further one. */
    int FREE = 10;

    Duration LONGEST = Duration.ofMinutes(15);

    /** Counts one. @return how long the source has to pause, if at all */
    Optional<Duration> failed(String source);
}
