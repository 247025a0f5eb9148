package dev.heir.integration.report;

import java.util.List;
import java.util.UUID;

/** Which assignments a report is about. */
public interface LatestAssignments {

    /** Ids, newest first. */
    List<UUID> latest(int most);

    /** How many there are. */
    long count();
}
