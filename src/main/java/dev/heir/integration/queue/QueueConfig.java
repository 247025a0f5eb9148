package dev.heir.integration.queue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The queue that wakes the function {@code scrape}. */
@ConfigMapping(prefix = "integration.queue.scrape")
public interface QueueConfig {

    /** Of a queue of SQS; without one, pages are taken from the database by processes that live on. */
    Optional<URI> url();

    /** Where SQS is asked, in place of the URL's own origin. */
    Optional<URI> endpoint();

    /** Of one request: who hands pages in waits for it. */
    @WithDefault("3s")
    Duration timeout();

    /** In how long a message that was received here comes again if nothing is heard of it: beyond its page's lease. */
    @WithDefault("5m")
    Duration hidden();

    /** For a message, when there is none: whoever does not wait asks only some of the queue's servers. */
    @WithDefault("1s")
    Duration patience();

    /** How many pages of one host are told of at a time: cancelled ones were told of in vain. */
    @WithDefault("20")
    int eachHost();

    /** How often an instance looks for pages of all hosts that nobody was told of: a process that lives on asks each second. */
    @WithDefault("10s")
    Duration sweep();

    /** How long after a page was due nobody can have heard of it: longer than the function needs for what is in its queue. */
    @WithDefault("15m")
    Duration lost();
}
