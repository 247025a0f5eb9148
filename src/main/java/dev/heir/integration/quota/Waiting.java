package dev.heir.integration.quota;

import java.time.Duration;

/** How this process waits, and does something while its callers go on. */
public interface Waiting {

    /** Returns after at least that long; at once when it is not positive. */
    void during(Duration time);

    /** Runs it on a virtual thread of its own; what it throws is logged. */
    void aside(Runnable work);
}
