package dev.heir.integration.call;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.persistence.OnPostgres;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.quota.Quota;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.Symptom;
import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * An instance of its own, with the product's calls, quota and ledger on a real PostgreSQL: many threads call until
 * every budget refuses. Says that it is ready, begins when it is told to, and says each answer it gave, with its price.
 */
final class MoneyProcess {

    static final int THREADS = 8;

    /** No test lasts longer, whatever becomes of who started this. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private MoneyProcess() {}

    /** @param args its name, documents of providers as JSON by their ids, and how to reach the database */
    public static void main(String[] args) throws InterruptedException, IOException {
        Map<String, Map<String, ?>> documents =
                new ObjectMapper().readerForMapOf(Map.class).readValue(args[1]);
        try (AgroalDataSource pool = TestDatabase.pool(args[2], args[3], args[4], 4);
                HttpClient client = HttpClient.newHttpClient()) {
            OnPostgres postgres = new OnPostgres(pool);
            Quota quota = postgres.quota();
            Ledger ledger = postgres.ledger();
            postgres.monthlyUse().units("nobody", Clock.systemUTC().instant()); // connects
            System.out.println("ready");
            System.in.read();
            List<Thread> callers = new ArrayList<>();
            for (int caller = 0; caller < THREADS; caller++) {
                String name = args[0] + "-" + caller;
                World world = new World(
                        caller,
                        own -> new World.Around(
                                Clock.systemUTC(),
                                request -> send(client, request),
                                quota,
                                postgres.monthlyUse(),
                                ledger,
                                own.kept,
                                time -> LockSupport.parkNanos(time.toNanos())));
                documents.forEach(world::provider);
                callers.add(Thread.ofPlatform().start(() -> call(world, name, documents.keySet())));
            }
            for (Thread caller : callers) {
                caller.join();
            }
            quota.release();
        }
    }

    private static void call(World world, String name, Set<String> providers) {
        Set<String> open = new HashSet<>(providers);
        long last = System.nanoTime() + LONGEST.toNanos();
        for (int n = 0; !open.isEmpty() && System.nanoTime() < last; n++) {
            for (String provider : List.copyOf(open)) {
                String key = name + "-" + n;
                switch (world.calls.answer(World.SHOP, request(provider, n % 2 == 0 ? "small" : "large", key))) {
                    case Outcome.Answered(Answer answer) ->
                        System.out.println("gave " + provider + " " + key + " "
                                + answer.cost().orElseThrow().amount().toPlainString() + " .");
                    case Outcome.Unanswered unanswered -> {
                        if (unanswered.symptom() == Symptom.QUOTA_EXCEEDED) {
                            open.remove(provider);
                        } else {
                            System.out.println("failed " + unanswered + " .");
                        }
                    }
                }
            }
        }
    }

    private static CallRequest request(String provider, String operation, String key) {
        return new CallRequest(
                provider,
                Optional.of(operation),
                Optional.empty(),
                Optional.empty(),
                Map.of("key", key),
                Map.of(),
                Body.EMPTY,
                Optional.of(Tier.CRITICAL),
                Optional.of(Duration.ofSeconds(3)),
                Optional.of(key),
                false,
                true,
                Optional.empty());
    }

    private static Reply send(HttpClient client, Transport.Outgoing request) {
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(request.uri())
                            .timeout(request.timeout())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Reply.Responded(
                    answer.statusCode(),
                    answer.headers().map(),
                    Body.of(answer.body()),
                    Clock.systemUTC().instant());
        } catch (IOException gone) {
            return new Reply.Lost(gone.toString(), false);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    static Process start(TestDatabase database, String name, String documents) throws IOException {
        return database.start(MoneyProcess.class, name, documents);
    }
}
