package dev.heir.integration.call;

import java.time.Duration;

/** Waits, on a virtual thread. */
public interface Pause {

    /** Returns after at least {@code time}, never earlier. */
    void sleep(Duration time);
}
