package dev.heir.integration.scrape;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.persistence.ScrapeTables;
import dev.heir.integration.persistence.embedded.TestDatabase;
import io.agroal.api.AgroalDataSource;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** An instance of its own that fetches whatever pages are due until it is killed. */
final class CrawlProcess {

    /** How many pages it has in flight at most: taken, and not yet written. */
    static final int PARALLEL = 4;

    private CrawlProcess() {}

    /** @param args whether hosts are given rest by how they answer, and how to reach the database */
    public static void main(String[] args) {
        try (AgroalDataSource pool = TestDatabase.pool(args[1], args[2], args[3], 8)) {
            ScrapeTables tables = ScrapeTables.on(pool);
            PlainFetcher plain = new PlainFetcher();
            Scrapes scrapes = new Scrapes(
                    tables.queue(),
                    tables.messages(),
                    Optional::empty,
                    // On a busy machine a request that is given up would be sent again, as if its instance had been
                    // killed.
                    new Fetchers(ask -> plain.fetch(
                            new Fetcher.Ask(ask.project(), ask.url(), ask.headers(), Duration.ofSeconds(30)))),
                    tables.hosts(),
                    tables.robots(),
                    tables.fields(),
                    time -> LockSupport.parkNanos(time.toNanos()),
                    Configured.with(
                            "delay",
                            "0s",
                            "adaptive",
                            args[0],
                            "timeout",
                            "500ms",
                            "lease",
                            "3s",
                            "parallel",
                            Integer.toString(PARALLEL)),
                    new ObjectMapper(),
                    Clock.systemUTC());
            System.out.println("ready");
            while (true) {
                scrapes.work(Duration.ofMinutes(10));
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }
}
