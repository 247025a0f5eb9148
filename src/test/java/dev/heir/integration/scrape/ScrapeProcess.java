package dev.heir.integration.scrape;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.persistence.ScrapeTables;
import dev.heir.integration.persistence.embedded.TestDatabase;
import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** An instance of its own that fetches what is due until it is ended. */
final class ScrapeProcess {

    private ScrapeProcess() {}

    /** @param args how to reach the database, then settings, each followed by its value */
    public static void main(String[] args) {
        List<String> given = List.of(args);
        try (AgroalDataSource pool = TestDatabase.pool(args[0], args[1], args[2], 4)) {
            ScrapeTables tables = ScrapeTables.on(pool);
            Scrapes scrapes = new Scrapes(
                    tables.queue(),
                    tables.messages(),
                    Optional::empty,
                    new Fetchers(new PlainFetcher()),
                    tables.hosts(),
                    tables.robots(),
                    tables.fields(),
                    time -> LockSupport.parkNanos(time.toNanos()),
                    Configured.with(given.subList(3, given.size()).toArray(String[]::new)),
                    new ObjectMapper(),
                    Clock.systemUTC());
            System.out.println("ready");
            while (!Thread.currentThread().isInterrupted()) {
                if (scrapes.work(Duration.ofSeconds(30)) == 0) {
                    LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
                }
            }
        }
    }

    static Process start(TestDatabase database, String... settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ScrapeProcess.class.getName()));
        command.addAll(database.access());
        command.addAll(List.of(settings));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
