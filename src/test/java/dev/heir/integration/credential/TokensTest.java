package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.credential.TokenEndpoint.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokensTest {

    private static final Duration PATIENT = Duration.ofSeconds(30);

    private final TestClock clock = new TestClock();
    private final FakeVault vault = new FakeVault(clock);
    private final AtomicInteger asked = new AtomicInteger();
    private final Deque<Outcome> outcomes = new ArrayDeque<>();
    private final KnownSecrets secrets = new KnownSecrets();
    private final CredentialConfig config =
            SealingTest.config(Optional.of(Base64.getEncoder().encodeToString(new byte[32])), Path.of("unused"));
    private final Seals seals = TestSeals.of(config);
    private final SealedCredentials instance = instance();
    private final RegisteredCredentials registered = new RegisteredCredentials(
            vault, new OpenedCredentials(vault, seals, secrets), request -> Optional.empty(), secrets, config);

    @BeforeEach
    void register() {
        registered.put(
                "crm",
                Map.of(
                        "kind", "oauth2-client-credentials",
                        "tokenUrl", "https://id.example/token",
                        "clientId", "orchestrator",
                        "clientSecret", "client-secret-value"));
    }

    @Test
    void a_token_is_had_once_and_used_until_it_runs_out() {
        outcomes.add(granted("token-one", Duration.ofHours(1)));
        outcomes.add(granted("token-two", Duration.ofHours(1)));

        assertThat(instance.sign("crm", PATIENT)).contains(bearer("token-one", 1));
        assertThat(instance().sign("crm", PATIENT)).contains(bearer("token-one", 1));
        assertThat(asked).hasValue(1);
        clock.advance(Duration.ofHours(1));
        assertThat(instance.sign("crm", PATIENT)).contains(bearer("token-two", 2));
    }

    @Test
    void a_new_token_is_the_same_credential_and_the_same_settings_put_again_are_another() {
        outcomes.add(granted("token-one", Duration.ofHours(1)));
        String before = instance.version("crm");
        instance.sign("crm", PATIENT);
        assertThat(before).isNotEmpty().isEqualTo(instance.version("crm"));

        register();
        assertThat(instance.version("crm")).isNotEmpty().isNotEqualTo(before);
        assertThat(instance.version("nobody")).isEmpty();
    }

    @Test
    void nobody_waits_for_a_token_longer_than_he_has_and_it_comes_all_the_same() {
        CountDownLatch answers = new CountDownLatch(1);
        SealedCredentials slow = new SealedCredentials(
                new OpenedCredentials(vault, seals, secrets),
                new Tokens(
                        vault,
                        new OpenedCredentials(vault, seals, secrets),
                        grant -> {
                            asked.incrementAndGet();
                            awaited(answers);
                            return granted("token-one", Duration.ofHours(1));
                        },
                        secrets,
                        config,
                        clock,
                        new Random(7)));

        assertThat(slow.sign("crm", Duration.ofMillis(20))).isEmpty();
        assertThat(slow.sign("crm", Duration.ZERO)).isEmpty();
        answers.countDown();
        assertThat(slow.sign("crm", PATIENT)).contains(bearer("token-one", 1));
        assertThat(asked).hasValue(1);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void many_callers_of_several_instances_cost_one_request() {
        outcomes.add(granted("token-one", Duration.ofHours(1)));
        SealedCredentials other = instance();
        Set<Optional<Signature>> signatures = ConcurrentHashMap.newKeySet();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                SealedCredentials one = i % 2 == 0 ? instance : other;
                callers.execute(() -> signatures.add(one.sign("crm", PATIENT)));
            }
        }

        assertThat(signatures).containsExactly(Optional.of(bearer("token-one", 1)));
        assertThat(asked).hasValue(1);
    }

    @Test
    void a_refused_token_is_replaced_once_for_everyone_who_was_refused() {
        outcomes.add(granted("token-one", Duration.ofHours(1)));
        outcomes.add(granted("token-two", Duration.ofHours(1)));
        SealedCredentials other = instance();
        Signature refused = instance.sign("crm", PATIENT).orElseThrow();
        other.sign("crm", PATIENT);
        clock.advance(Duration.ofMinutes(1));

        assertThat(instance.refresh("crm", refused, PATIENT)).contains(bearer("token-two", 2));
        assertThat(other.refresh("crm", refused, PATIENT)).contains(bearer("token-two", 2));
        assertThat(asked).hasValue(2);
    }

    @Test
    void a_provider_that_refuses_every_token_does_not_wear_the_endpoint_out() {
        outcomes.add(granted("token-one", Duration.ofHours(1)));
        Signature refused = instance.sign("crm", PATIENT).orElseThrow();

        assertThat(instance.refresh("crm", refused, PATIENT)).isEmpty();
        assertThat(asked).hasValue(1);
    }

    @Test
    void a_holder_that_died_is_replaced_when_its_lease_ends() {
        outcomes.add(granted("token-one", Duration.ofHours(1)));
        UUID dead = UUID.randomUUID();
        assertThat(vault.lease("crm", 0, dead, config.tokenLease())).isPresent();

        assertThat(instance.sign("crm", PATIENT)).contains(bearer("token-one", 1));
        assertThat(vault.store(
                        "crm",
                        0,
                        1,
                        new CredentialVault.Granted(
                                dev.heir.integration.provider.Body.of("late"),
                                Duration.ofHours(1),
                                Duration.ofHours(1),
                                Duration.ZERO)))
                .isFalse();
    }

    @Test
    void an_endpoint_that_fails_is_left_alone_for_a_while_and_asked_again() {
        outcomes.add(new Outcome.Failed("status 503", Duration.ZERO, true));
        outcomes.add(granted("token-one", Duration.ofHours(1)));

        assertThat(instance.sign("crm", PATIENT)).isEmpty();
        assertThat(instance.sign("crm", PATIENT)).isEmpty();
        assertThat(asked).hasValue(1);
        clock.advance(config.tokenPause());
        assertThat(instance.sign("crm", PATIENT)).contains(bearer("token-one", 1));
    }

    @Test
    void invalid_grant_is_final_until_the_credential_is_put_anew() {
        outcomes.add(new Outcome.Refused("status 400 invalid_grant for client-secret-value", true));
        outcomes.add(granted("token-one", Duration.ofHours(1)));

        assertThat(instance.sign("crm", PATIENT)).isEmpty();
        clock.advance(Duration.ofDays(1));
        assertThat(instance.sign("crm", PATIENT)).isEmpty();
        assertThat(asked).hasValue(1);
        RegisteredCredentials.Shown shown = registered.find("crm").orElseThrow();
        assertThat(shown.state()).isEqualTo("REFUSED");
        assertThat(shown.refused()).contains("status 400 invalid_grant for [secret]");

        register();
        assertThat(instance.sign("crm", PATIENT)).contains(bearer("token-one", 1));
    }

    @Test
    void a_token_is_due_before_it_runs_out_and_still_used() {
        outcomes.add(granted("token-one", Duration.ofHours(1)));
        instance.sign("crm", PATIENT);
        Tokens tokens = tokens();
        CredentialVault.Token token = vault.current("crm").orElseThrow().token();

        assertThat(tokens.isDue(token)).isFalse();
        clock.advance(Duration.ofMinutes(56));
        assertThat(tokens.isDue(token)).isTrue();
        assertThat(tokens.isValid(token)).isTrue();
        clock.advance(Duration.ofMinutes(4));
        assertThat(tokens.isValid(token)).isFalse();
    }

    @Test
    void tokens_are_masked_from_the_moment_they_are_known() {
        outcomes.add(granted("token-one-of-many", Duration.ofHours(1)));
        instance.sign("crm", PATIENT);

        assertThat(secrets.mask("Bearer token-one-of-many, client-secret-value"))
                .isEqualTo("Bearer [secret], [secret]");
        assertThat(vault.current("crm")
                        .orElseThrow()
                        .token()
                        .sealed()
                        .orElseThrow()
                        .text())
                .doesNotContain("token-one");
    }

    private static Signature bearer(String token, long version) {
        return Settings.bearer(token).ofVersion(version);
    }

    private static Outcome granted(String token, Duration lifetime) {
        return new Outcome.Granted(GrantedTokens.of(token), Optional.of(lifetime));
    }

    /** As another process would have it: nothing shared but the vault. */
    private SealedCredentials instance() {
        return new SealedCredentials(new OpenedCredentials(vault, seals, secrets), tokens());
    }

    private Tokens tokens() {
        return new Tokens(
                vault,
                new OpenedCredentials(vault, seals, secrets),
                grant -> {
                    asked.incrementAndGet();
                    return outcomes.remove();
                },
                secrets,
                config,
                clock,
                new Random(7));
    }
}
