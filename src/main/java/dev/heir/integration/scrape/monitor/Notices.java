package dev.heir.integration.scrape.monitor;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What is still to be told to somebody; each is sent until it was taken, so it may come twice under one id. */
public interface Notices {

    /** Takes one that is due for this instance. */
    Optional<Notice> take(Duration lease);

    void sent(Notice notice);

    /** @param pause until the next try; empty when there is none */
    void failed(Notice notice, String reason, Optional<Duration> pause);

    record Draft(String project, URI to, Map<String, Object> body) {}

    /** @param monitor whose it is */
    record Notice(UUID id, String monitor, String project, URI to, String body, int tries) {}
}
