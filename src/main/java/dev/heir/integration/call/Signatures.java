package dev.heir.integration.call;

import java.time.Duration;

/** How often an error signature was seen lately, by the whole fleet. */
public interface Signatures {

    /** The number of recorded calls with this signature within the window up to now, 0 when it is new. */
    int timesSeen(String signature, Duration window);
}
