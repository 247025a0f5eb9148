package dev.heir.integration.scrape.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What monitors have seen. */
public interface MonitorHistory {

    /** Changes, newest first, those before a position. */
    List<Changed> changes(String name, Optional<Long> before, int most);

    List<Looked> looks(String name, Optional<Long> before, int most);

    /** The newest points of a field, or of all, in the order of time. */
    List<Point> points(String name, Optional<String> field, int most);

    record Changed(long position, Instant at, String page, String competitor, Change change) {}

    /** @param verdict {@code SAME}, {@code CHANGED} or why nothing could be said, with {@code how} it was recognised */
    record Looked(long position, Instant at, String page, String verdict, Optional<String> how) {}
}
