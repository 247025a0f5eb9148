package dev.heir.integration.quota;

/** Time that only goes forward, for measuring how long something took. */
public interface Ticker {

    /** Nanoseconds since some instant. */
    long nanos();
}
