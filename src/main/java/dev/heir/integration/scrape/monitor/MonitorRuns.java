package dev.heir.integration.scrape.monitor;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** Runs over monitors' pages, each begun and concluded by one instance, by the database's clock. */
public interface MonitorRuns {

    /**
     * Takes a monitor that is due.
     *
     * @param lease after which another instance begins the same run, if we did not
     */
    Optional<Turn> take(Duration lease);

    /** Says which scrape it is. */
    void began(Turn turn, UUID scrape);

    /** Gives up a turn whose run cannot be begun. */
    void refuse(Turn turn, String reason, Duration pause);

    /**
     * Judges the pages of a run that has ended, and keeps what came of it, or nothing.
     *
     * @param judging of the monitor with this document, for the run's turn
     * @param notice what is told, for each monitor that tells somebody
     * @return whether there was one
     */
    boolean conclude(BiFunction<Turn, Map<String, Seen>, Judging> judging, Noticing notice);

    /** @param token the same however often the run has to be begun */
    record Turn(String name, UUID token, Map<String, Object> document, boolean asksForMissing) {

        /** An address that no website has. */
        public String missingPath() {
            return "/" + token;
        }
    }

    /** Makes of what is told what is sent. */
    interface Noticing {

        Optional<Notices.Draft> of(Turn turn, Judging judged);
    }
}
