package dev.heir.integration.call;

import dev.heir.integration.persistence.OnPostgres;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * An instance of its own, with the product's calls and kept answers on a real PostgreSQL. It wants the same answers as
 * others, and tells an upstream of each that it had to fetch.
 */
final class FetchingProcess {

    /** How long the provider takes. */
    private static final Duration ANSWERING = Duration.ofMillis(5);

    private FetchingProcess() {}

    /** @param args the upstream's port, how many answers, what all clocks show, and how to reach the database */
    public static void main(String[] args) throws IOException {
        // It stands still: nobody loses patience with another instance because the machine is slow.
        Clock clock = Clock.fixed(Instant.parse(args[2]), ZoneOffset.UTC);
        try (AgroalDataSource pool = TestDatabase.pool(args[3], args[4], args[5], 2);
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]))) {
            OnPostgres postgres = new OnPostgres(pool);
            World world = new World(
                    1,
                    own -> new World.Around(
                            clock,
                            _ -> fetched(upstream, clock.instant()),
                            postgres.quota(),
                            postgres.monthlyUse(),
                            postgres.ledger(),
                            postgres.keptAnswers(),
                            time -> LockSupport.parkNanos(time.toNanos())));
            world.provider(
                    "lists",
                    Map.of(
                            "baseUrl",
                            "https://lists.example.com",
                            "operations",
                            Map.of("list", Map.of("get", "/lists/{n}", "cache", "60s"))));
            System.out.println("ready");
            System.in.read();
            int had = 0;
            for (int n = 0; n < Integer.parseInt(args[1]); n++) {
                had += world.answered(list(n)).status() == 200 ? 1 : 0;
            }
            System.out.println(had);
        }
    }

    private static CallRequest list(int number) {
        CallRequest plain = CallRequest.of("lists", "list");
        return new CallRequest(
                plain.provider(),
                plain.operation(),
                plain.method(),
                plain.path(),
                Map.of("n", Integer.toString(number)),
                plain.headers(),
                plain.body(),
                plain.tier(),
                plain.deadline(),
                plain.idempotencyKey(),
                false);
    }

    private static Reply fetched(Socket upstream, Instant at) {
        try {
            upstream.getOutputStream().write(1);
        } catch (IOException gone) {
            return new Reply.Lost(gone.toString(), false);
        }
        LockSupport.parkNanos(ANSWERING.toNanos());
        return new Reply.Responded(200, Map.of("cache-control", List.of("max-age=60")), Body.of("x"), at);
    }

    static Process start(TestDatabase database, int port, int answers, Instant now) throws IOException {
        return database.start(FetchingProcess.class, Integer.toString(port), Integer.toString(answers), now.toString());
    }
}
