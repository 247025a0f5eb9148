package dev.heir.integration.scrape;

import java.time.Duration;
import java.util.Optional;

/** What is known of the robots.txt of each origin, for the whole fleet. */
public interface RobotsFiles {

    /** Empty when it was never asked for, or too long ago. Of a host that opted out, that it did. */
    Optional<Known> find(String origin);

    /** @param fresh how long it may be relied on (RFC 9309, section 2.4: no more than 24 hours) */
    void keep(String origin, RobotsTxt robots, Duration fresh);

    /** @param fresh how long it may still be relied on */
    record Known(RobotsTxt robots, Duration fresh) {}
}
