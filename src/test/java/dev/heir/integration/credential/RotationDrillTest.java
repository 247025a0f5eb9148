package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.credential.DataKeys.DataKey;
import dev.heir.integration.credential.DataKeys.State;
import dev.heir.integration.persistence.OnPostgres;
import dev.heir.integration.persistence.embedded.TestDatabase;
import io.agroal.api.AgroalDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Instances that sign all the time while the data key is changed, then the master, and one of them is killed: nothing fails,
 * and at the end nothing is left under what there was before. {@code -Drotation.rounds=N} changes the data key more often.
 */
@Timeout(300)
@Tag("long")
class RotationDrillTest {

    static final List<String> IDS =
            IntStream.range(0, 60).mapToObj("credential-%02d"::formatted).toList();

    private static final int ROUNDS = Integer.getInteger("rotation.rounds", 1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestDatabase database = TestDatabase.create();
    private final AgroalDataSource pool = database.pool(2);
    private final OnPostgres postgres = new OnPostgres(pool);
    private final String old = key();
    private final String next = key();
    private final List<Instance> instances = new ArrayList<>();

    private record Instance(Process process, BufferedReader says) {

        /** What it did until now, and that nothing failed. */
        long end() throws IOException {
            process.outputWriter().write("end\n");
            process.outputWriter().flush();
            String said = String.valueOf(says.readLine());
            assertThat(said).matches("signed [1-9][0-9]* failed 0");
            return Long.parseLong(said.split(" ", -1)[1]);
        }
    }

    @AfterEach
    void stop() {
        instances.forEach(instance -> instance.process.destroyForcibly());
        pool.close();
        database.close();
    }

    @Test
    void keys_are_changed_under_instances_that_sign_and_one_that_dies_and_no_signature_fails() throws Exception {
        TestSeals here = seals(old, Optional.of(next));
        register(here);

        // The data key, under instances that know which master is coming.
        Instance one = start(old, Optional.of(next));
        Instance two = start(old, Optional.of(next));
        for (int round = 0; round < ROUNDS; round++) {
            here.keys().rotate();
            until(() -> onlyTheLastSeals());
        }

        // The master: new instances beside old ones, of which one is killed while all is wrapped and sealed anew.
        Instance three = start(next, Optional.of(old));
        here.keys().rotate();
        one.process.destroyForcibly().onExit().join();
        two.end();
        Instance four = start(next, Optional.of(old));
        String master = seals(next, Optional.empty()).keys().known().master();
        until(() -> onlyTheLastSeals() && masters().equals(List.of(master)));
        three.end();
        four.end();

        // The former master is nowhere any more, and nobody needs it.
        Instance five = start(next, Optional.empty());
        assertThat(five.end()).isPositive();
        TestSeals without = seals(next, Optional.empty());
        OpenedCredentials opened = new OpenedCredentials(postgres.vault(), without.seals(), new KnownSecrets());
        assertThat(IDS).allSatisfy(id -> assertThat(opened.find(id)).isPresent());
        assertThat(postgres.texts("SELECT action FROM audit WHERE kind = ? ORDER BY id", "data-key"))
                .startsWith("CREATE", "CHANGE", "CREATE");
        assertThat(postgres.texts(
                        "SELECT id::text FROM audit WHERE kind = ? AND (before::text || after::text) LIKE '%wrapped%'",
                        "data-key"))
                .isEmpty();
    }

    private boolean onlyTheLastSeals() {
        List<DataKey> keys = postgres.dataKeys().all();
        return postgres.sealedRows()
                        .counts()
                        .keySet()
                        .equals(Set.of(Optional.of(keys.getLast().id())))
                && keys.stream().filter(key -> key.state() == State.RETIRED).count() == keys.size() - 1;
    }

    private List<String> masters() {
        return postgres.dataKeys().all().stream()
                .map(DataKey::master)
                .distinct()
                .toList();
    }

    private void register(TestSeals here) {
        OpenedCredentials opened = new OpenedCredentials(postgres.vault(), here.seals(), new KnownSecrets());
        RegisteredCredentials registered = new RegisteredCredentials(
                postgres.vault(), opened, request -> Optional.empty(), new KnownSecrets(), TestConfig.of(Map.of()));
        IDS.forEach(id -> registered.put(id, document(id)));
    }

    private TestSeals seals(String key, Optional<String> other) {
        return TestSeals.of(
                TestConfig.of(
                        other.map(also -> Map.of("key", key, "other-key", also)).orElseGet(() -> Map.of("key", key))),
                postgres,
                new KnownSecrets());
    }

    private Instance start(String key, Optional<String> other) throws IOException {
        Process process = database.start(RotationProcess.class, key, other.orElse("none"));
        Instance instance = new Instance(process, process.inputReader());
        instances.add(instance);
        assertThat(instance.says.readLine()).isEqualTo("ready");
        return instance;
    }

    private static void until(BooleanSupplier done) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the sweeps did not get there").isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }

    static Map<String, String> document(String id) {
        return Map.of("kind", "bearer", "token", token(id));
    }

    static String token(String id) {
        return "token of " + id + " 0123456789";
    }

    private static String key() {
        byte[] bytes = new byte[LocalMaster.SIZE];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
