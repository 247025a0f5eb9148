package dev.heir.integration.scrape.monitor;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Works for monitors in a process that lives on; on Lambda the sweep does it. */
@Singleton
final class MonitorTicker {

    private static final Duration AT_A_TIME = Duration.ofSeconds(30);

    private final Monitors monitors;

    MonitorTicker(Monitors monitors) {
        this.monitors = monitors;
    }

    @Scheduled(every = "${integration.scrape.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        var _ = monitors.work(AT_A_TIME);
    }
}
