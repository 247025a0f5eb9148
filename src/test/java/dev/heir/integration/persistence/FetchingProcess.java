package dev.heir.integration.persistence;

import dev.heir.integration.cache.Asked;
import dev.heir.integration.cache.KeptAnswers;
import dev.heir.integration.cache.Storing;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.Body;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** An instance of its own that wants the same answers as others, and tells an upstream of each that it had to fetch. */
final class FetchingProcess {

    private FetchingProcess() {}

    /** @param args the upstream's port, how many answers, and how to reach the database */
    public static void main(String[] args) throws IOException {
        AgroalDataSource database = TestDatabase.pool(args[2], args[3], args[4], 2);
        PostgresKeptAnswers answers = new PostgresKeptAnswers(
                database, new PostgresKeptAnswersTest.Small(), Clock.systemUTC(), new SimpleMeterRegistry());
        try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]))) {
            System.out.println("ready");
            var _ = System.in.read();
            int had = 0;
            for (int n = 0; n < Integer.parseInt(args[1]); n++) {
                had += fetched(answers, new KeptAnswers.Place("p", "t" + n, "k" + n, "e" + n), upstream) ? 1 : 0;
            }
            System.out.println(had);
        }
        database.close();
    }

    /** Asks only under a claim; else waits for who has it. */
    private static boolean fetched(PostgresKeptAnswers answers, KeptAnswers.Place place, Socket upstream)
            throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end) {
            KeptAnswers.Found found = answers.look(place, Duration.ofSeconds(20));
            if (!found.answers().isEmpty()) {
                return true;
            }
            if (found.claim().isPresent()) {
                upstream.getOutputStream().write(1);
                LockSupport.parkNanos(5_000_000); // a provider takes its time
                Instant now = Instant.now();
                Storing.of(
                                new Asked("GET", Map.of()),
                                200,
                                Map.of("cache-control", List.of("max-age=60")),
                                Body.of("x"),
                                Optional.empty(),
                                now,
                                now)
                        .ifPresent(kept -> answers.keep(place, kept, found.claim()));
            } else {
                LockSupport.parkNanos(2_000_000);
            }
        }
        return false;
    }

    static Process start(TestDatabase database, int port, int answers) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                FetchingProcess.class.getName(),
                Integer.toString(port),
                Integer.toString(answers)));
        command.addAll(database.access());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
