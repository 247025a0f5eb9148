package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.credential.TokenEndpoint.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of a person who signed in once: exchanged for new ones by refresh tokens, each of which counts once. */
class RefreshTest {

    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestClock clock = new TestClock();
    private final FakeVault vault = new FakeVault(clock);
    private final Deque<Outcome> outcomes = new ArrayDeque<>();
    private final List<String> shown = new ArrayList<>();
    private final KnownSecrets secrets = new KnownSecrets();
    private final CredentialConfig config =
            SealingTest.config(Optional.of(Base64.getEncoder().encodeToString(new byte[32])), Path.of("unused"));
    private final OpenedCredentials opened = new OpenedCredentials(vault, TestSeals.of(config), secrets);
    private final Tokens tokens = asking(request -> {
        shown.add(request.form().getOrDefault("refresh_token", "none"));
        return outcomes.remove();
    });
    private final SealedCredentials credentials = new SealedCredentials(opened, tokens);

    @BeforeEach
    void register() {
        new RegisteredCredentials(vault, opened, request -> Optional.empty(), secrets, config)
                .put(
                        "crm",
                        Map.of(
                                "kind", "oauth2-authorization-code",
                                "authorizationUrl", "https://id.example/authorize",
                                "tokenUrl", "https://id.example/token",
                                "clientId", "orchestrator",
                                "origins", List.of("https://api.example")));
    }

    @Test
    void nobody_is_asked_before_a_person_signed_in() {
        assertThat(credentials.sign("crm", PATIENT)).isEmpty();
        assertThat(shown).isEmpty();
    }

    @Test
    void each_refresh_token_is_shown_once_where_each_exchange_brings_another() {
        connected("refresh-one");
        outcomes.add(granted("access-two", "refresh-two"));
        outcomes.add(granted("access-three", "refresh-three"));

        assertThat(accessAfter(Duration.ZERO)).isEqualTo("access-one");
        assertThat(accessAfter(HOUR)).isEqualTo("access-two");
        assertThat(accessAfter(HOUR)).isEqualTo("access-three");
        assertThat(shown).containsExactly("refresh-one", "refresh-two");
    }

    @Test
    void a_refresh_token_stays_where_the_exchange_brings_no_other() {
        connected("refresh-one");
        outcomes.add(new Outcome.Granted(GrantedTokens.of("access-two"), Optional.of(HOUR)));
        outcomes.add(new Outcome.Granted(GrantedTokens.of("access-three"), Optional.of(HOUR)));

        assertThat(accessAfter(HOUR)).isEqualTo("access-two");
        assertThat(accessAfter(HOUR)).isEqualTo("access-three");
        assertThat(shown).containsExactly("refresh-one", "refresh-one");
    }

    @Test
    void what_is_granted_is_masked_from_then_on() {
        connected("refresh-one");

        assertThat(secrets.mask("refresh-one access-one")).isEqualTo("[secret] [secret]");
        assertThat(new GrantedTokens("a", Optional.of("b"))).hasToString("GrantedTokens[secret]");
    }

    @Test
    void after_a_holder_that_died_the_same_refresh_token_is_tried_once_more() {
        connected("refresh-one");
        clock.advance(HOUR);
        vault.lease("crm", 1, UUID.randomUUID(), config.tokenLease());
        outcomes.add(granted("access-two", "refresh-two"));

        assertThat(accessAfter(Duration.ZERO)).isEqualTo("access-two");
        assertThat(shown).containsExactly("refresh-one");
    }

    @Test
    void an_answer_that_comes_after_the_lease_takes_back_that_the_successor_was_refused() {
        connected("refresh-one");
        clock.advance(HOUR);
        Tokens late = asking(request -> {
            clock.advance(config.tokenLease());
            outcomes.add(new Outcome.Refused("status 400 invalid_grant", true));
            assertThat(tokens.newerThan("crm", 1)).isEmpty();
            assertThat(token().refused()).isPresent();
            return granted("access-two", "refresh-two");
        });

        assertThat(late.newerThan("crm", 1).orElseThrow().headers()).containsValue("Bearer access-two");
        assertThat(token().refused()).isEmpty();
        assertThat(accessAfter(Duration.ZERO)).isEqualTo("access-two");
    }

    @Test
    void a_holder_that_was_frozen_before_it_asked_does_not_ask_beside_its_successor() {
        connected("refresh-one");
        clock.advance(HOUR);
        vault.onLease(() -> clock.advance(config.tokenLease()));
        outcomes.add(granted("access-two", "refresh-two"));

        assertThat(accessAfter(Duration.ZERO)).isEqualTo("access-two");
        assertThat(shown).containsExactly("refresh-one");
    }

    @Test
    void an_endpoint_that_fails_again_and_again_is_asked_less_and_less_and_never_before_it_allows() {
        connected("refresh-one");
        clock.advance(HOUR);
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            outcomes.add(new Outcome.Failed("status 503", Duration.ZERO, true));
            pauses.add(pauseAfterAsking());
        }
        outcomes.add(new Outcome.Failed("status 429", Duration.ofHours(7), false));

        for (int i = 0; i < pauses.size(); i++) {
            Duration whole = Duration.ofSeconds(Math.min(3600, 10L << i));
            assertThat(pauses.get(i)).isBetween(whole.dividedBy(2), whole);
        }
        assertThat(pauseAfterAsking()).isEqualTo(Duration.ofHours(7));
    }

    @Test
    void a_refusal_that_endpoints_also_utter_while_they_are_changed_is_believed_the_third_time() {
        connected("refresh-one");
        clock.advance(HOUR);
        for (int i = 0; i < 3; i++) {
            assertThat(token().refused()).isEmpty();
            outcomes.add(new Outcome.Refused("status 401 invalid_client", false));
            pauseAfterAsking();
        }

        assertThat(token().refused()).contains("status 401 invalid_client");
        assertThat(credentials.sign("crm", PATIENT)).isEmpty();
    }

    @Test
    void tokens_that_run_out_or_lie_idle_are_renewed_although_nobody_asks() {
        connected("refresh-one");
        assertThat(tokens.renew(PATIENT)).isZero();

        clock.advance(Duration.ofMinutes(56));
        outcomes.add(new Outcome.Granted(
                new GrantedTokens("access-two", Optional.of("refresh-two")), Optional.of(Duration.ofDays(60))));
        assertThat(tokens.renew(PATIENT)).isOne();

        clock.advance(Duration.ofHours(23));
        assertThat(tokens.renew(PATIENT)).isZero();
        clock.advance(Duration.ofHours(2));
        outcomes.add(granted("access-three", "refresh-three"));
        assertThat(tokens.renew(PATIENT)).isOne();
        assertThat(tokens.renew(PATIENT)).isZero();
        assertThat(shown).containsExactly("refresh-one", "refresh-two");
    }

    @Test
    void a_token_kept_by_an_older_version_is_still_read() throws Exception {
        assertThat(GrantedTokens.read("plain-access-token")).isEqualTo(GrantedTokens.of("plain-access-token"));
    }

    /** As another process would have it: nothing shared but the vault. */
    private Tokens asking(TokenEndpoint endpoint) {
        return new Tokens(vault, opened, endpoint, secrets, config, clock, new Random(7));
    }

    private void connected(String refresh) {
        assertThat(tokens.keep(
                        "crm",
                        0,
                        CredentialVault.Lease.SIGNED_IN,
                        granted("access-one", refresh),
                        Optional.empty(),
                        clock.instant()))
                .isTrue();
    }

    private static Outcome.Granted granted(String access, String refresh) {
        return new Outcome.Granted(new GrantedTokens(access, Optional.of(refresh)), Optional.of(HOUR));
    }

    private String accessAfter(Duration time) {
        clock.advance(time);
        return credentials
                .sign("crm", PATIENT)
                .orElseThrow()
                .headers()
                .getOrDefault("Authorization", "")
                .replace("Bearer ", "");
    }

    /** How long the endpoint is left alone after it was asked once; the time is over when this returns. */
    private Duration pauseAfterAsking() {
        credentials.sign("crm", PATIENT);
        Instant until = token().pausedUntil().orElse(clock.instant());
        Duration pause = Duration.between(clock.instant(), until);
        clock.advance(pause);
        return pause;
    }

    private CredentialVault.Token token() {
        return vault.current("crm").orElseThrow().token();
    }
}
