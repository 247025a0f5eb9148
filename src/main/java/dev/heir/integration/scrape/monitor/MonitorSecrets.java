package dev.heir.integration.scrape.monitor;

import dev.heir.integration.provider.Body;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Sealed secrets that notices of monitors are signed with. */
public interface MonitorSecrets {

    /** @return false when it has one already, or is not there: nothing was kept */
    boolean keepFirst(String monitor, UUID id, Body sealed);

    /**
     * Keeps one that takes the place of the others.
     *
     * @param overlap for how long they sign beside it
     * @return false when there is no such monitor
     */
    boolean keepNext(String monitor, UUID id, Body sealed, Duration overlap);

    /** Those that sign now, the newest first. */
    List<Body> signing(String monitor);
}
