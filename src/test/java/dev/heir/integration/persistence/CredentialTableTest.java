package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.credential.CredentialVault;
import dev.heir.integration.provider.Body;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CredentialTableTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Body SEALED = Body.of("sealed");

    @Inject
    CredentialVault vault;

    @Test
    void of_all_who_try_at_once_one_gets_the_lease() {
        vault.put("raced", "oauth2-client-credentials", SEALED);
        AtomicInteger holders = new AtomicInteger();
        try (ExecutorService instances = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 32; i++) {
                instances.execute(() -> {
                    if (vault.lease("raced", 0, UUID.randomUUID(), LONG)) {
                        holders.incrementAndGet();
                    }
                });
            }
        }

        assertThat(holders).hasValue(1);
    }

    @Test
    void a_token_is_stored_by_the_holder_and_seen_in_the_view() {
        vault.put("stored", "oauth2-client-credentials", SEALED);
        UUID holder = UUID.randomUUID();
        assertThat(vault.lease("stored", 0, holder, LONG)).isTrue();

        assertThat(vault.store("stored", holder, Body.of("token"), LONG, Duration.ofSeconds(30), Duration.ZERO))
                .isTrue();

        CredentialVault.Token token =
                Optional.ofNullable(vault.all().get("stored")).orElseThrow().token();
        assertThat(token.version()).isEqualTo(1);
        assertThat(token.sealed()).contains(Body.of("token"));
        assertThat(Duration.between(
                        token.refreshAfter().orElseThrow(), token.expiresAt().orElseThrow()))
                .isCloseTo(Duration.ofSeconds(30), Duration.ofMillis(1)); // PostgreSQL keeps microseconds
        assertThat(vault.lease("stored", 0, UUID.randomUUID(), LONG)).isFalse();
        assertThat(vault.lease("stored", 1, UUID.randomUUID(), LONG)).isTrue();
    }

    @Test
    void a_holder_that_died_loses_the_lease_and_a_late_one_writes_nothing() {
        vault.put("late", "oauth2-client-credentials", SEALED);
        UUID late = UUID.randomUUID();
        UUID next = UUID.randomUUID();
        assertThat(vault.lease("late", 0, late, Duration.ZERO)).isTrue();
        assertThat(vault.lease("late", 0, next, LONG)).isTrue();

        assertThat(vault.store("late", late, Body.of("old"), LONG, LONG, Duration.ZERO))
                .isFalse();
        assertThat(vault.store("late", next, Body.of("new"), LONG, LONG, Duration.ZERO))
                .isTrue();
        assertThat(vault.current("late").orElseThrow().token().sealed()).contains(Body.of("new"));
    }

    @Test
    void who_holds_the_lease_of_replaced_settings_stores_no_token_for_the_new_ones() {
        assertThat(vault.put("replaced", "oauth2-client-credentials", SEALED)).isTrue();
        UUID holder = UUID.randomUUID();
        assertThat(vault.lease("replaced", 0, holder, LONG)).isTrue();

        assertThat(vault.put("replaced", "oauth2-client-credentials", Body.of("anew")))
                .isFalse();

        assertThat(vault.store("replaced", holder, Body.of("token"), LONG, LONG, Duration.ZERO))
                .isFalse();
    }

    @Test
    void an_endpoint_is_left_alone_after_a_failure_and_for_good_after_a_refusal() {
        vault.put("failing", "oauth2-client-credentials", SEALED);
        UUID holder = UUID.randomUUID();
        vault.lease("failing", 0, holder, LONG);
        vault.fail("failing", holder, LONG);
        assertThat(vault.lease("failing", 0, holder, LONG)).isFalse();
        assertThat(vault.current("failing").orElseThrow().token().pausedUntil()).isPresent();

        vault.put("refused", "oauth2-client-credentials", SEALED);
        vault.lease("refused", 0, holder, LONG);
        vault.refuse("refused", holder, "invalid_grant");
        assertThat(vault.lease("refused", 0, holder, LONG)).isFalse();
        assertThat(vault.current("refused").orElseThrow().token().refused()).contains("invalid_grant");
    }

    @Test
    void who_waits_goes_on_when_the_lease_ends() {
        vault.put("waited", "oauth2-client-credentials", SEALED);
        Instant before = Instant.now();
        vault.awaitChange("waited", 0, LONG);
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(30));

        vault.lease("waited", 0, UUID.randomUUID(), Duration.ofMillis(300));
        vault.awaitChange("waited", 0, LONG);
        assertThat(vault.lease("waited", 0, UUID.randomUUID(), LONG)).isTrue();
    }
}
