package dev.heir.integration.persistence;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.Operation;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.ProviderDocument;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.quota.Claimant;
import dev.heir.integration.quota.Decision;
import dev.heir.integration.quota.FleetClock;
import dev.heir.integration.quota.Permit;
import dev.heir.integration.quota.Quota;
import dev.heir.integration.quota.QuotaConfig;
import dev.heir.integration.quota.Waiting;
import io.agroal.api.AgroalDataSource;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** An instance of its own: asks for one hot limit with many threads, and tells an upstream of each request it may send. */
final class QuotaProcess {

    static final int THREADS = 16;

    private QuotaProcess() {}

    /** No test lasts longer, whatever becomes of who started this. */
    private static final long LONGEST_SECONDS = 60;

    /**
     * Goes on until its input ends. Says {@code refused} when a budget refuses for the first time.
     *
     * @param args the upstream's port, the provider's document as JSON, and how to reach the database
     */
    public static void main(String[] args) throws InterruptedException, IOException {
        int port = Integer.parseInt(args[0]);
        Provider provider = ProviderDocument.read(
                "hot", new ObjectMapper().readerForMapOf(Object.class).readValue(args[1]));
        AgroalDataSource database = TestDatabase.pool(args[2], args[3], args[4], 4);
        Quota quota = quota(database);
        AtomicBoolean over = new AtomicBoolean();
        AtomicBoolean refused = new AtomicBoolean();
        Thread.ofPlatform().daemon().start(() -> waitForEnd(over));
        List<Thread> callers = new ArrayList<>();
        for (int caller = 0; caller < THREADS; caller++) {
            Tier tier = List.of(Tier.values()).get(caller % 3);
            callers.add(Thread.ofPlatform().start(() -> call(quota, provider, tier, port, over, refused)));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        quota.release();
        database.close();
    }

    static Quota quota(AgroalDataSource database) {
        Clock clock = Clock.systemUTC();
        FleetClock fleetClock = new FleetClock(clock, System::nanoTime);
        ObjectMapper json = new ObjectMapper().registerModule(new Jdk8Module());
        return new Quota(
                new SharedStateRows(new Database(database), json, fleetClock),
                fleetClock,
                new Threads(),
                new LivesOn(),
                clock);
    }

    private static void waitForEnd(AtomicBoolean over) {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // so is the one who started this
        }
        over.set(true);
    }

    private static void call(
            Quota quota, Provider provider, Tier tier, int port, AtomicBoolean over, AtomicBoolean refusedBefore) {
        long last = System.nanoTime() + Duration.ofSeconds(LONGEST_SECONDS).toNanos();
        Operation operation = Objects.requireNonNull(provider.operations().get("get"));
        Claimant claimant =
                new Claimant(new Project("shop", tier, Optional.empty()), tier, provider, operation, Optional.empty());
        try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), port);
                DataOutputStream sent = new DataOutputStream(upstream.getOutputStream())) {
            while (!over.get() && System.nanoTime() < last) {
                switch (quota.admit(claimant, Instant.now().plusMillis(200))) {
                    case Decision.Admitted(Permit permit) -> {
                        sent.writeLong(System.nanoTime());
                        permit.answered(false);
                        provider.price().flatMap(price -> price.perCall()).ifPresent(permit::paid);
                    }
                    case Decision.Refused refused -> {
                        if (refused.money() && refusedBefore.compareAndSet(false, true)) {
                            System.out.println("refused");
                        }
                        LockSupport.parkNanos(1_000_000);
                    }
                }
            }
        } catch (IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }

    static Process start(TestDatabase database, int port, String document) throws IOException {
        return database.start(QuotaProcess.class, Integer.toString(port), document);
    }

    private static final class Threads implements Waiting {
        @Override
        public void during(Duration time) {
            LockSupport.parkNanos(time.toNanos());
        }

        @Override
        public void aside(Runnable work) {
            Thread.ofVirtual().start(work);
        }
    }

    private record LivesOn() implements QuotaConfig {
        @Override
        public boolean livesOn() {
            return true;
        }

        @Override
        public String settleIdleEvery() {
            return "off";
        }
    }

    /** What a provider's document may hold, as a test writes it. */
    static String document(String limits) throws IOException {
        return new ObjectMapper()
                .writeValueAsString(
                        Map.of("baseUrl", "https://hot.example.com", "operations", Map.of("get", Map.of("get", "/"))))
                .replaceFirst("\\{", "{" + limits.replace("$", "\\$") + ",");
    }
}
