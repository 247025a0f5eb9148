package dev.heir.integration.scrape;

import java.time.Duration;
import java.util.UUID;

/**
 * One politeness clock per host for all instances: at most one request is under way, and the host's delay passes between
 * the end of one and the start of the next.
 */
public interface HostClock {

    /**
     * Takes the host's turn when it is free and its delay has passed.
     *
     * @param most how long the turn is ours at most, should we not live to give it back
     * @param least how long ago the host's last request has to have ended, whoever's it was
     */
    Turn take(String host, Duration most, Duration least);

    /** Gives the turn back; the next one starts after {@code delay} at the earliest. A success, or a plain failure. */
    void done(String host, UUID turn, Duration delay);

    /**
     * Gives the turn back to a host that asked to be left alone. Never shortens what is known.
     *
     * @param stated for how long; zero when it did not say
     * @param usual how long when it did not say, or says so again; doubled each time in a row
     */
    void slowDown(String host, UUID turn, Duration stated, Duration usual);

    /** Whether the host may be asked now. */
    sealed interface Turn {

        record Granted(UUID id) implements Turn {}

        /** @param pause until it is worth asking again; another instance may be first then */
        record NotYet(Duration pause) implements Turn {}
    }
}
