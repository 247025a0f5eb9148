package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.heir.integration.credential.DataKeys.DataKey;
import dev.heir.integration.credential.DataKeys.State;
import dev.heir.integration.provider.Body;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Which key seals, which opens, and how they are changed; the database is one in memory. */
class KeyringTest {

    private static final String OLD = key(1);
    private static final String NEW = key(2);

    private final TestClock clock = new TestClock();
    private final FakeDataKeys database = new FakeDataKeys();
    private final KnownSecrets secrets = new KnownSecrets();

    @Test
    void a_new_installation_makes_its_first_data_key_when_it_first_seals() throws Seals.Unreadable {
        Body sealed = instance("key", OLD).seals().seal("crm", "s3cr3t");

        assertThat(database.all()).extracting(DataKey::state).containsExactly(State.ACTIVE);
        assertThat(Sealing.keyOf(sealed)).contains(database.all().getFirst().id());
        assertThat(instance("key", OLD).seals().open("crm", sealed)).isEqualTo("s3cr3t");
    }

    @Test
    void beside_an_older_version_everything_is_sealed_as_that_one_does_until_the_first_key_is_asked_for()
            throws Seals.Unreadable {
        database.put("crm", new Sealing(master(OLD)).seal("crm", "s3cr3t"));
        TestSeals instance = instance("key", OLD);

        Body put = instance.seals().seal("shop", "t0k3n");
        instance.keys().tend();
        assertThat(new Sealing(master(OLD)).open("shop", put)).isEqualTo("t0k3n");
        assertThat(new Sealing(master(OLD)).open("crm", database.sealed("crm"))).isEqualTo("s3cr3t");
        assertThat(instance.keys().known().sealedByMaster()).isOne();

        instance.keys().rotate();
        assertThat(instance.keys().tend()).isOne();
        assertThat(instance.keys().known().sealedByMaster()).isZero();
        assertThat(instance.seals().open("crm", database.sealed("crm"))).isEqualTo("s3cr3t");
        assertThat(instance.seals().open("shop", put)).isEqualTo("t0k3n");
    }

    @Test
    void a_key_without_rows_is_retired_and_one_whose_late_writer_comes_is_emptied_again() throws Seals.Unreadable {
        TestSeals instance = instance("key", OLD);
        database.put("crm", instance.seals().seal("crm", "s3cr3t"));
        Body late = instance.seals().seal("late", "t0k3n");
        instance.keys().rotate();
        assertThat(states()).containsExactly(State.RETIRING, State.ACTIVE);

        assertThat(instance.keys().tend()).isOne();
        assertThat(states()).containsExactly(State.RETIRED, State.ACTIVE);
        database.put("late", late);
        assertThat(instance.keys().tend()).isOne();
        assertThat(instance.keys().known().keys())
                .extracting(SealingKeys.Counted::sealed)
                .containsExactly(0L, 2L);
        assertThat(instance("key", OLD).seals().open("late", database.sealed("late")))
                .isEqualTo("t0k3n");
    }

    @Test
    void a_sweep_seals_a_bounded_number_anew_and_goes_past_what_does_not_open() {
        TestSeals instance = instance("key", OLD);
        for (int i = 0; i < 650; i++) {
            String id = "%04d".formatted(i);
            Body sealed = i < 120
                    ? new Sealing(UUID.randomUUID(), master(NEW)).seal(id, "lost")
                    : instance.seals().seal(id, "text " + i);
            database.put(id, sealed);
        }
        instance.keys().rotate();

        assertThat(instance.keys().tend()).isEqualTo(500);
        assertThat(instance.keys().tend()).isEqualTo(30);
        assertThat(instance.keys().tend()).isZero();
        assertThat(instance.keys().known().keys().getLast().sealed()).isEqualTo(530);
    }

    @Test
    void a_new_master_wraps_the_data_keys_anew_and_touches_nothing_that_is_sealed() throws Seals.Unreadable {
        TestSeals before = instance("key", OLD, "other-key", NEW);
        database.put("crm", before.seals().seal("crm", "s3cr3t"));
        Body sealed = database.sealed("crm");
        TestSeals after = instance("key", NEW, "other-key", OLD);

        assertThat(after.seals().open("crm", sealed)).isEqualTo("s3cr3t");
        after.keys().tend();

        assertThat(database.sealed("crm")).isEqualTo(sealed);
        assertThat(database.all()).extracting(DataKey::master).containsExactly(new LocalMaster(master(NEW)).id());
        assertThat(instance("key", NEW).seals().open("crm", sealed)).isEqualTo("s3cr3t");
        assertThat(instance("key", OLD, "other-key", NEW).seals().open("crm", sealed))
                .as("an instance that still has the old one in front")
                .isEqualTo("s3cr3t");
        assertThatExceptionOfType(Seals.Unreadable.class)
                .isThrownBy(() -> instance("key", OLD).seals().open("crm", sealed))
                .withMessageContaining("local:")
                .withMessageContaining("was not told of");
    }

    @Test
    void no_key_says_itself() {
        byte[] bytes = new byte[32];
        bytes[7] = 99;
        SecretKey known = new SecretKeySpec(bytes, "AES");
        TestSeals instance = TestSeals.of(
                TestConfig.of(Map.of("kms-key", "elsewhere")),
                database,
                database,
                secrets,
                clock,
                name -> giving(known));

        instance.keys().rotate();

        for (String said : List.of(
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().encodeToString(bytes),
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes))) {
            assertThat(secrets.mask("a key: " + said))
                    .startsWith("a key: [secret]")
                    .doesNotContain(said);
        }
    }

    @Test
    void a_master_that_is_away_is_asked_once_a_second_and_what_was_opened_stays_open() throws Seals.Unreadable {
        AtomicInteger asked = new AtomicInteger();
        SecretKey known = new SecretKeySpec(new byte[32], "AES");
        Body sealed = elsewhere(giving(known)).seals().seal("crm", "s3cr3t");
        TestSeals instance = elsewhere(new Away(asked));

        for (int i = 0; i < 10; i++) {
            assertThatExceptionOfType(NoSealingKey.class)
                    .isThrownBy(() -> instance.seals().open("crm", sealed))
                    .withMessageContaining("away");
        }
        assertThat(asked).hasValue(1);
        clock.advance(Duration.ofSeconds(1));
        assertThatExceptionOfType(NoSealingKey.class)
                .isThrownBy(() -> instance.seals().open("crm", sealed));
        assertThat(asked).hasValue(2);
        assertThat(instance.keys().tend()).isZero();
    }

    @Test
    void what_must_be_kept_now_is_sealed_with_a_key_that_is_open_while_the_new_one_s_master_is_away()
            throws Seals.Unreadable {
        MasterKey there = giving(new SecretKeySpec(new byte[32], "AES"));
        List<MasterKey> master = new ArrayList<>(List.of(there));
        TestSeals instance = TestSeals.of(
                TestConfig.of(Map.of("kms-key", "elsewhere", "function", "io-call-api")),
                database,
                database,
                secrets,
                clock,
                name -> master.getLast());
        instance.seals().seal("crm", "s3cr3t");
        elsewhere(there).keys().rotate();
        master.add(new Away(new AtomicInteger()));

        Body token = instance.seals().seal("crm", "t0k3n");

        assertThat(Sealing.keyOf(token)).contains(database.all().getFirst().id());
        assertThat(instance.seals().open("crm", token)).isEqualTo("t0k3n");
    }

    private TestSeals elsewhere(MasterKey master) {
        return TestSeals.of(
                TestConfig.of(Map.of("kms-key", "elsewhere", "function", "io-assign")),
                database,
                database,
                secrets,
                clock,
                name -> master);
    }

    private List<State> states() {
        return database.all().stream().map(DataKey::state).toList();
    }

    private TestSeals instance(String... config) {
        Map<String, String> given =
                config.length == 2 ? Map.of(config[0], config[1]) : Map.of(config[0], config[1], config[2], config[3]);
        return TestSeals.of(TestConfig.of(given), database, database, secrets);
    }

    private static MasterKey giving(SecretKey known) {
        return new MasterKey() {
            @Override
            public String id() {
                return "elsewhere";
            }

            @Override
            public Made make(UUID id) {
                return new Made(known, Body.of("wrapped"));
            }

            @Override
            public Body wrap(UUID id, SecretKey key) {
                return Body.of("wrapped");
            }

            @Override
            public SecretKey open(UUID id, Body wrapped) {
                return known;
            }
        };
    }

    private record Away(AtomicInteger asked) implements MasterKey {

        @Override
        public String id() {
            return "elsewhere";
        }

        @Override
        public Made make(UUID id) {
            throw away();
        }

        @Override
        public Body wrap(UUID id, SecretKey key) {
            throw away();
        }

        @Override
        public SecretKey open(UUID id, Body wrapped) {
            throw away();
        }

        private NoSealingKey away() {
            asked.incrementAndGet();
            return new NoSealingKey("the master is away");
        }
    }

    private static String key(int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static SecretKey master(String text) {
        return KeyFile.decode(text, "a test");
    }
}
