package dev.heir.integration.strike;

import java.time.Duration;
import java.time.Instant;

/** What the ladder says to do next within strike one. */
public sealed interface Step {

    /** Send once more, after the wait, by this remedy. */
    record Again(Remedy remedy, Duration delay) implements Step {}

    /** Park the call; it is not sent before then. */
    record Park(Instant notBefore) implements Step {}

    /** Strike one has nothing left; the reason is for the case file. */
    record Over(String reason) implements Step {}
}
