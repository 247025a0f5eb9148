package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.persistence.OnPostgres;
import dev.heir.integration.persistence.embedded.TestDatabase;
import io.agroal.api.AgroalDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Instances that are killed at every step of an exchange, with refresh tokens that count once. {@code -Drefresh.rounds=N}
 * plays more of them.
 */
@Timeout(600)
@Tag("long")
class RefreshUnderKillsTest {

    private static final int ROUNDS = Integer.getInteger("refresh.rounds", 1);
    private static final String DIED = "died";

    private final TestDatabase database = TestDatabase.create();
    private final AgroalDataSource pool = database.pool(2);
    private final OnPostgres postgres = new OnPostgres(pool);
    private final CredentialVault vault = postgres.vault();
    private final CredentialConfig config = RefreshProcess.config();
    private final OpenedCredentials opened = new OpenedCredentials(
            vault, TestSeals.of(config, postgres, new KnownSecrets()).seals(), new KnownSecrets());
    private final Map<String, Instance> instances = new ConcurrentHashMap<>();
    private final Map<String, String> dead = new ConcurrentHashMap<>();
    private int started;

    /** A child and what it says. */
    private record Instance(String name, Process process, BufferedReader says) {

        CompletableFuture<String> renew(long version) {
            return CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            process.outputWriter().write(version + "\n");
                            process.outputWriter().flush();
                            return Optional.ofNullable(says.readLine()).orElse(DIED);
                        } catch (IOException killed) {
                            return DIED;
                        }
                    },
                    command -> Thread.ofVirtual().start(command));
        }
    }

    @BeforeEach
    void start() throws IOException {
        startOne();
        startOne();
    }

    @AfterEach
    void end() {
        instances.values().forEach(instance -> instance.process.destroyForcibly());
        pool.close();
        database.close();
    }

    @Test
    void an_endpoint_that_forgives_a_lost_answer_always_leaves_a_token_that_works() throws Exception {
        try (SingleUseServer server = new SingleUseServer(true)) {
            connect(server);
            for (int round = 0; round < ROUNDS; round++) {
                for (SingleUseServer.Point point : SingleUseServer.Point.values()) {
                    killing(server, point);
                }
                killedBySurprise(server);
                assertThat(cases()).isEmpty();
            }
            eachTokenWasShownByOneLivingInstance(server);
        }
    }

    @Test
    void an_endpoint_that_forgives_nothing_leaves_a_token_that_works_or_one_case() throws Exception {
        try (SingleUseServer server = new SingleUseServer(false)) {
            connect(server);
            int lost = 0;
            for (int round = 0; round < ROUNDS; round++) {
                for (SingleUseServer.Point point : SingleUseServer.Point.values()) {
                    boolean works = killing(server, point);
                    // Killed after the answer was written, it may have been kept or not.
                    assertThat(works || point != SingleUseServer.Point.ARRIVED).isTrue();
                    assertThat(works && point == SingleUseServer.Point.EXCHANGED)
                            .isFalse();
                    if (!works) {
                        lost++;
                        assertThat(cases().stream().filter("OPEN"::equals)).hasSize(1);
                        assertThat(advice()).contains("ended before the answer was kept");
                        connect(server);
                    }
                    assertThat(cases()).doesNotContain("OPEN").hasSize(lost);
                }
            }
            assertThat(lost).isGreaterThanOrEqualTo(ROUNDS);
            eachTokenWasShownByOneLivingInstance(server);
        }
    }

    /** Kills whoever asks when it has come to that point; the others go on. Whether there is a token that works then. */
    private boolean killing(SingleUseServer server, SingleUseServer.Point point) throws Exception {
        long version = expired();
        Map<String, String> victim = new ConcurrentHashMap<>();
        server.at(point, by -> {
            if (victim.putIfAbsent("by", by) != null) {
                return true;
            }
            if (point == SingleUseServer.Point.ANSWERED) {
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(20_000_000));
            }
            kill(by);
            return false;
        });
        return worksAfter(ask(version), server, version);
    }

    /** Kills one at any moment, also while it takes the lease. */
    private void killedBySurprise(SingleUseServer server) throws Exception {
        long version = expired();
        server.at(SingleUseServer.Point.ARRIVED, by -> true);
        Map<String, CompletableFuture<String>> asked = ask(version);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(15_000_000));
        kill(instances.keySet().iterator().next());
        assertThat(worksAfter(asked, server, version)).isTrue();
    }

    /** Whoever lives goes on asking until it has a token, or a case says that a person must sign in. */
    private boolean worksAfter(Map<String, CompletableFuture<String>> asked, SingleUseServer server, long version)
            throws Exception {
        Map<String, CompletableFuture<String>> waited = asked;
        for (int tries = 0; ; tries++) {
            boolean works = true;
            for (CompletableFuture<String> each : waited.values()) {
                String said = each.get(60, TimeUnit.SECONDS);
                if (!said.equals(DIED)) {
                    works &= server.accepts(said.replace("signs Bearer ", ""));
                }
            }
            if (works || cases().contains("OPEN")) {
                assertThat(server.accepts(kept())).isEqualTo(works);
                while (instances.size() < 2) {
                    startOne();
                }
                return works;
            }
            assertThat(tries).as("neither a token nor a case").isLessThan(20);
            postgres.change("UPDATE credential SET retry_after = NULL WHERE id = ?", "crm");
            waited = ask(version);
        }
    }

    private Map<String, CompletableFuture<String>> ask(long version) {
        Map<String, CompletableFuture<String>> asked = new HashMap<>();
        instances.forEach((name, instance) -> asked.put(name, instance.renew(version)));
        return asked;
    }

    /** A second use is another one's only after the first one died. */
    private void eachTokenWasShownByOneLivingInstance(SingleUseServer server) {
        Map<String, List<String>> users = server.uses().stream()
                .collect(Collectors.groupingBy(
                        SingleUseServer.Use::token, Collectors.mapping(SingleUseServer.Use::by, Collectors.toList())));
        users.forEach((token, by) -> assertThat(by.subList(0, by.size() - 1))
                .as("who showed %s before the last one: %s", token, by)
                .allMatch(dead::containsKey));
    }

    private void connect(SingleUseServer server) {
        if (vault.current("crm").isEmpty()) {
            vault.put(
                    "crm",
                    "oauth2-authorization-code",
                    opened.seal(
                            "crm",
                            Map.of(
                                    "kind",
                                    "oauth2-authorization-code",
                                    "authorizationUrl",
                                    server.url().toString(),
                                    "tokenUrl",
                                    server.url().toString(),
                                    "clientId",
                                    "orchestrator",
                                    "origins",
                                    List.of("https://api.example"),
                                    "internal",
                                    true)));
        }
        Tokens tokens = new Tokens(
                vault,
                opened,
                request -> {
                    throw new IllegalStateException("only the instances ask");
                },
                new KnownSecrets(),
                config,
                Clock.systemUTC(),
                new Random());
        assertThat(tokens.keep(
                        "crm",
                        vault.current("crm").orElseThrow().token().version(),
                        CredentialVault.Lease.SIGNED_IN,
                        new TokenEndpoint.Outcome.Granted(server.signIn(), Optional.of(Duration.ofHours(1))),
                        Optional.empty(),
                        Clock.systemUTC().instant()))
                .isTrue();
    }

    /** Which version has run out now. */
    private long expired() {
        postgres.change(
                "UPDATE credential SET token_expires_at = clock_timestamp(), retry_after = NULL WHERE id = ?", "crm");
        return vault.current("crm").orElseThrow().token().version();
    }

    private String kept() {
        return vault.current("crm")
                .flatMap(opened::open)
                .flatMap(OpenedCredentials.Opened::granted)
                .orElseThrow()
                .access();
    }

    private List<String> cases() {
        return postgres.texts("SELECT status FROM escalation WHERE cause = ? ORDER BY opened_at", "credential:crm");
    }

    private String advice() {
        return postgres.texts(
                        "SELECT recommendations::text FROM escalation WHERE cause = ? AND status <> 'RESOLVED'",
                        "credential:crm")
                .getFirst();
    }

    private void startOne() throws IOException {
        String name = "instance-" + ++started;
        Process process = RefreshProcess.start(database, name);
        BufferedReader says = process.inputReader();
        assertThat(says.readLine()).isEqualTo("ready");
        instances.put(name, new Instance(name, process, says));
    }

    private void kill(String name) {
        Optional.ofNullable(instances.remove(name)).ifPresent(instance -> {
            dead.put(name, name);
            instance.process.destroyForcibly().onExit().join();
        });
    }
}
