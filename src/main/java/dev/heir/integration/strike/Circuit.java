package dev.heir.integration.strike;

import java.time.Instant;

/** Whether a target may be called, as the whole fleet sees it. */
public sealed interface Circuit {

    /** Calls pass. */
    record Closed() implements Circuit {}

    /** No call passes before {@code until}. */
    record Open(Instant since, Instant until) implements Circuit {}

    /** A few calls pass to find out; {@code since} is when the outage began. */
    record HalfOpen(Instant since, int probesLeft) implements Circuit {}
}
