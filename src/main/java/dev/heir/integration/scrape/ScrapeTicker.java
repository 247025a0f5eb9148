package dev.heir.integration.scrape;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Fetches submitted pages in a process that lives on; on Lambda the sweep does it. */
@Singleton
final class ScrapeTicker {

    /** While hosts are ready there is no reason to stop, but for a shutdown that should not have to wait for long. */
    private static final Duration AT_A_TIME = Duration.ofSeconds(30);

    private final Scrapes scrapes;

    ScrapeTicker(Scrapes scrapes) {
        this.scrapes = scrapes;
    }

    @Scheduled(every = "${integration.scrape.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        var _ = scrapes.work(AT_A_TIME);
    }
}
