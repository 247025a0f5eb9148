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
     * @param most how long the turn is ours at most, should we not live to give it back or to renew it
     * @param least how long ago the host's last request has to have ended, whoever's it was
     */
    Turn take(String host, Duration most, Duration least);

    /** Whether the turn is still ours; if so it is for {@code most} from now on. */
    boolean renew(String host, UUID turn, Duration most);

    /**
     * Gives the turn back; the next one starts after {@code delay} at the earliest. Who lost the turn meanwhile has still
     * sent a request just now, but has nothing to say about the pace.
     */
    void done(String host, UUID turn, Pace pace, Duration delay);

    /**
     * Gives the turn back to a host that asked to be left alone. Never shortens what is known.
     *
     * @param stated for how long; zero when it did not say
     * @param usual how long when it did not say, or says so again; doubled each time, and halved by each success
     */
    void slowDown(String host, UUID turn, Pace pace, Duration stated, Duration usual);

    /** Whether the host may be asked now. */
    sealed interface Turn {

        /** @param pace what was learnt of the host so far */
        record Granted(UUID id, Pace pace) implements Turn {}

        /** @param pause until it is worth asking again; another instance may be first then */
        record NotYet(Duration pause) implements Turn {}
    }
}
