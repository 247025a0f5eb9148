package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.access.Acting;
import dev.heir.integration.credential.CredentialVault.Failure;
import dev.heir.integration.credential.CredentialVault.Granted;
import dev.heir.integration.credential.CredentialVault.Lease;
import dev.heir.integration.credential.CredentialVault.Token;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.Body;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CredentialTableTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Body SEALED = Body.of("sealed");
    private static final String KIND = "oauth2-authorization-code";

    private static final TestDatabase postgres = TestDatabase.create();
    private static final Database database = new Database(postgres.pool(4));

    private final CredentialTable vault = new CredentialTable(database, Acting.BY_ITSELF, Clock.systemUTC());

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void of_all_who_try_at_once_one_gets_the_lease() {
        vault.put("raced", KIND, SEALED);
        AtomicInteger holders = new AtomicInteger();
        try (ExecutorService instances = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 32; i++) {
                instances.execute(() -> {
                    if (vault.lease("raced", 0, UUID.randomUUID(), LONG).isPresent()) {
                        holders.incrementAndGet();
                    }
                });
            }
        }

        assertThat(holders).hasValue(1);
    }

    @Test
    void a_token_is_stored_and_seen_in_the_view() {
        vault.put("stored", KIND, SEALED);
        assertThat(vault.lease("stored", 0, UUID.randomUUID(), LONG)).contains(new Lease(1, false));

        assertThat(vault.store(
                        "stored", 0, 1, new Granted(Body.of("token"), LONG, Duration.ofSeconds(30), Duration.ZERO)))
                .isTrue();

        Token token =
                Optional.ofNullable(vault.all().get("stored")).orElseThrow().token();
        assertThat(token.version()).isEqualTo(1);
        assertThat(token.sealed()).contains(Body.of("token"));
        assertThat(token.grantedAt()).isPresent();
        assertThat(Duration.between(
                        token.refreshAfter().orElseThrow(), token.expiresAt().orElseThrow()))
                .isCloseTo(Duration.ofSeconds(30), Duration.ofMillis(1)); // PostgreSQL keeps microseconds
        assertThat(vault.lease("stored", 0, UUID.randomUUID(), LONG)).isEmpty();
        assertThat(vault.lease("stored", 1, UUID.randomUUID(), LONG)).contains(new Lease(2, false));
    }

    @Test
    void who_follows_a_holder_that_died_knows_that_its_answer_may_be_lost() {
        vault.put("dead", KIND, SEALED);
        assertThat(vault.lease("dead", 0, UUID.randomUUID(), Duration.ZERO)).contains(new Lease(1, false));

        assertThat(vault.lease("dead", 0, UUID.randomUUID(), Duration.ZERO)).contains(new Lease(2, true));
        assertThat(vault.store("dead", 0, 1, granted("token"))).isTrue();
        assertThat(vault.lease("dead", 1, UUID.randomUUID(), LONG)).contains(new Lease(3, false));
    }

    @Test
    void of_two_answers_to_one_refresh_token_the_later_asked_one_counts_in_whatever_order_they_come() {
        for (String id : List.of("late", "early")) {
            vault.put(id, KIND, SEALED);
            vault.lease(id, 0, UUID.randomUUID(), Duration.ZERO);
            vault.lease(id, 0, UUID.randomUUID(), LONG);
        }

        assertThat(vault.store("late", 0, 2, granted("the younger's"))).isTrue();
        assertThat(vault.store("late", 0, 1, granted("the older's"))).isFalse();
        assertThat(vault.store("early", 0, 1, granted("the older's"))).isTrue();
        assertThat(vault.store("early", 0, 2, granted("the younger's"))).isTrue();

        assertThat(sealed("late")).isEqualTo("the younger's");
        assertThat(sealed("early")).isEqualTo("the younger's");
        assertThat(vault.current("early").orElseThrow().token().version()).isEqualTo(2);
        assertThat(vault.store("early", 1, 3, granted("of a version that is gone")))
                .isFalse();
    }

    @Test
    void a_late_answer_takes_a_refusal_back_that_its_successor_met() {
        vault.put("taken-back", KIND, SEALED);
        UUID younger = UUID.randomUUID();
        vault.lease("taken-back", 0, UUID.randomUUID(), Duration.ZERO);
        vault.lease("taken-back", 0, younger, LONG);
        vault.refuse("taken-back", younger, "status 400 invalid_grant");
        assertThat(cases("taken-back")).containsExactly("OPEN");

        assertThat(vault.store("taken-back", 0, 1, granted("late"))).isTrue();

        assertThat(vault.current("taken-back").orElseThrow().token().refused()).isEmpty();
        assertThat(sealed("taken-back")).isEqualTo("late");
        assertThat(cases("taken-back")).containsExactly("RESOLVED");
    }

    @Test
    void who_asks_with_replaced_settings_stores_no_token_for_the_new_ones() {
        assertThat(vault.put("replaced", KIND, SEALED)).isTrue();
        vault.lease("replaced", 0, UUID.randomUUID(), LONG);

        assertThat(vault.put("replaced", KIND, Body.of("anew"))).isFalse();

        assertThat(vault.store("replaced", 0, 1, granted("token"))).isFalse();
        assertThat(vault.lease("replaced", 1, UUID.randomUUID(), LONG)).contains(new Lease(2, false));
    }

    @Test
    void an_endpoint_is_left_alone_after_a_failure() {
        vault.put("failing", KIND, SEALED);
        UUID holder = UUID.randomUUID();
        vault.lease("failing", 0, holder, LONG);
        vault.fail("failing", holder, new Failure(LONG, false));

        assertThat(vault.lease("failing", 0, holder, LONG)).isEmpty();
        assertThat(vault.current("failing").orElseThrow().token().pausedUntil()).isPresent();
        assertThat(vault.current("failing").orElseThrow().token().failures()).isOne();
    }

    @Test
    void a_failure_of_which_nobody_knows_what_it_did_leaves_a_doubt() {
        vault.put("doubted", KIND, SEALED);
        UUID holder = UUID.randomUUID();
        vault.lease("doubted", 0, holder, LONG);
        vault.fail("doubted", holder, new Failure(Duration.ZERO, true));

        assertThat(vault.lease("doubted", 0, holder, LONG)).contains(new Lease(2, true));
    }

    @Test
    void a_refusal_for_good_ends_the_asking_and_opens_one_case() {
        vault.put("refused", KIND, SEALED);
        UUID holder = UUID.randomUUID();
        vault.lease("refused", 0, holder, LONG);
        vault.refuse("refused", UUID.randomUUID(), "not the holder's to say");
        assertThat(cases("refused")).isEmpty();
        vault.refuse("refused", holder, "invalid_grant");

        assertThat(vault.lease("refused", 0, holder, LONG)).isEmpty();
        assertThat(vault.current("refused").orElseThrow().token().refused()).contains("invalid_grant");
        assertThat(cases("refused")).containsExactly("OPEN");
        assertThat(advice("refused")).contains("invalid_grant").doesNotContain("ended before the answer was kept");
    }

    @Test
    void a_refusal_after_a_doubt_says_what_may_have_happened() {
        vault.put("lost", KIND, SEALED);
        UUID holder = UUID.randomUUID();
        vault.lease("lost", 0, UUID.randomUUID(), Duration.ZERO);
        vault.lease("lost", 0, holder, LONG);
        vault.refuse("lost", holder, "invalid_grant");

        assertThat(advice("lost")).contains("ended before the answer was kept");
    }

    @Test
    void who_waits_goes_on_when_the_lease_ends() {
        vault.put("waited", KIND, SEALED);
        Instant before = Instant.now();
        vault.awaitChange("waited", 0, LONG);
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(30));

        vault.lease("waited", 0, UUID.randomUUID(), Duration.ofMillis(300));
        vault.awaitChange("waited", 0, LONG);
        assertThat(vault.lease("waited", 0, UUID.randomUUID(), LONG)).isPresent();
    }

    @Test
    void another_instance_sees_what_was_put_changed_and_removed() {
        CredentialTable other = new CredentialTable(database, Acting.BY_ITSELF, Clock.systemUTC());
        vault.put("kept", KIND, SEALED);
        vault.put("removed", KIND, SEALED);
        assertThat(other.all()).containsKeys("kept", "removed");

        vault.store("kept", 0, 1, granted("token"));
        vault.remove("removed");
        CredentialTable third = new CredentialTable(database, Acting.BY_ITSELF, Clock.systemUTC());

        for (CredentialTable each : List.of(vault, third)) {
            assertThat(each.all()).doesNotContainKey("removed").containsKey("kept");
            assertThat(Optional.ofNullable(each.all().get("kept"))
                            .orElseThrow()
                            .token()
                            .version())
                    .isEqualTo(1);
        }
    }

    private static Granted granted(String token) {
        return new Granted(Body.of(token), LONG, LONG, Duration.ZERO);
    }

    private String sealed(String id) {
        return vault.current(id).orElseThrow().token().sealed().orElseThrow().text();
    }

    private static List<String> cases(String id) {
        return database.list(
                row -> row.getString(1), "SELECT status FROM escalation WHERE cause = ?", "credential:" + id);
    }

    private static String advice(String id) {
        return database.first(
                        row -> row.getString(1),
                        "SELECT recommendations::text FROM escalation WHERE cause = ?",
                        "credential:" + id)
                .orElseThrow();
    }
}
