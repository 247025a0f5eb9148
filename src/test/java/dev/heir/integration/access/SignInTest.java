package dev.heir.integration.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heir.integration.access.SignIn.Begun;
import dev.heir.integration.access.SignIn.Ended;
import dev.heir.integration.access.SignIn.Returned;
import dev.heir.integration.credential.Issuers;
import dev.heir.integration.credential.OwnSeals;
import dev.heir.integration.credential.OwnSecrets;
import dev.heir.integration.credential.TestClock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest {

    private static final URI US = URI.create("https://orchestrator.example");

    private final TestClock clock = new TestClock();
    private final FakeIssuer issuer = new FakeIssuer(clock);
    private final FakeSessions sessions = new FakeSessions();
    private final SignIn signIn = signIn(Configured.fully());
    private final SignOut signOut = new SignOut(Configured.fully(), new Issuers(issuer, clock), OwnSeals.ofTests());

    @Test
    void a_person_who_signed_in_has_a_session_and_a_role() {
        Begun.There begun = begin();
        assertThat(begun.at().toString())
                .startsWith(
                        FakeIssuer.ISSUER
                                + "/auth?tenant=1&response_type=code&client_id=us&redirect_uri=https%3A%2F%2Forchestrator.example%2Fv1%2Fsign-in%2Fcallback")
                .contains("&code_challenge_method=S256", "&nonce=", "&state=");

        Ended.SignedIn in = (Ended.SignedIn) end(begun, issuer.signsIn(begun.at()));
        assertThat(in.actor()).isEqualTo(new Actor("ada@example.com", Role.ADMIN, Actor.How.SIGN_IN));
        assertThat(in.to()).isEqualTo("/v1/me");
        assertThat(people(Configured.fully()).by(in.key())).isInstanceOf(People.Shown.Known.class);
        assertThat(issuer.asked.getFirst().client().inBody()).isFalse();
    }

    @Test
    void a_state_of_another_browser_ends_nothing() {
        Begun.There mine = begin();
        Begun.There theirs = begin();
        String code = issuer.signsIn(theirs.at());
        Returned stolen = new Returned(Optional.of(code), state(theirs), issuerNamed(), Optional.empty());
        assertThat(refusal(signIn.end(stolen, Optional.of(mine.memory()), ""))).contains("another sign-in");
        assertThat(refusal(signIn.end(stolen, Optional.empty(), ""))).contains("did not begin");
        assertThat(refusal(signIn.end(stolen, Optional.of("c3RvbGVu"), ""))).contains("did not begin");
        assertThat(issuer.asked).isEmpty();
    }

    @Test
    void a_code_of_another_sign_in_is_not_exchanged_for_its_verifier_is_elsewhere() {
        String code = issuer.signsIn(begin().at());
        assertThat(refusal(end(begin(), code))).contains("did not take the code");
    }

    @Test
    void a_code_counts_once() {
        Begun.There begun = begin();
        String code = issuer.signsIn(begun.at());
        assertThat(end(begun, code)).isInstanceOf(Ended.SignedIn.class);
        assertThat(refusal(end(begun, code))).contains("did not take the code");
    }

    @Test
    void a_sign_in_that_took_too_long_is_over() {
        Begun.There begun = begin();
        clock.advance(SignIn.LONGEST);
        assertThat(refusal(end(begun, issuer.signsIn(begun.at())))).contains("within the last 10 minutes");
    }

    @Test
    void an_answer_of_another_issuer_or_of_none_is_refused() {
        Begun.There begun = begin();
        Optional<String> code = Optional.of(issuer.signsIn(begun.at()));
        Returned mixedUp = new Returned(code, state(begun), Optional.of("https://evil.example"), Optional.empty());
        assertThat(refusal(signIn.end(mixedUp, Optional.of(begun.memory()), "")))
                .contains("another issuer's");
        Returned unnamed = new Returned(code, state(begun), Optional.empty(), Optional.empty());
        assertThat(refusal(signIn.end(unnamed, Optional.of(begun.memory()), "")))
                .contains("another issuer's");
    }

    @Test
    void an_issuer_that_does_not_name_itself_need_not() {
        issuer.metadata.remove("authorization_response_iss_parameter_supported");
        Begun.There begun = begin();
        Returned unnamed =
                new Returned(Optional.of(issuer.signsIn(begun.at())), state(begun), Optional.empty(), Optional.empty());
        assertThat(signIn.end(unnamed, Optional.of(begun.memory()), "")).isInstanceOf(Ended.SignedIn.class);
    }

    @Test
    void what_the_issuer_says_instead_of_a_code_is_told() {
        Begun.There begun = begin();
        Returned no = new Returned(Optional.empty(), state(begun), issuerNamed(), Optional.of("access_denied"));
        assertThat(refusal(signIn.end(no, Optional.of(begun.memory()), ""))).contains("access_denied");
    }

    @Test
    void a_token_of_another_sign_in_is_refused() {
        issuer.claims.put("nonce", "of another one");
        Begun.There begun = begin();
        assertThat(refusal(end(begun, issuer.signsIn(begun.at())))).contains("made for another sign-in");
        assertThat(sessions.living(Duration.ZERO)).isEmpty();
    }

    @Test
    void an_issuer_may_change_its_keys_between_two_people() {
        Begun.There first = begin();
        assertThat(end(first, issuer.signsIn(first.at()))).isInstanceOf(Ended.SignedIn.class);
        issuer.changeKey();
        Begun.There second = begin();
        assertThat(end(second, issuer.signsIn(second.at()))).isInstanceOf(Ended.SignedIn.class);
    }

    @Test
    void somebody_without_a_role_is_told_who_it_is_and_what_is_missing_and_loses_what_there_was() {
        Begun.There before = begin();
        assertThat(end(before, issuer.signsIn(before.at()))).isInstanceOf(Ended.SignedIn.class);
        issuer.claims.put("groups", List.of("everybody"));
        Begun.There begun = begin();
        Ended.WithoutRole without = (Ended.WithoutRole) end(begun, issuer.signsIn(begun.at()));
        assertThat(without.reason())
                .contains("ada@example.com", "1234", "'groups'", "'everybody'", "'night' or 'support'", "'platform'");
        assertThat(sessions.living(Duration.ZERO)).isEmpty();
    }

    @Test
    void a_role_that_is_taken_out_of_the_configuration_is_nobodys_at_once() {
        Begun.There begun = begin();
        SessionKey key = ((Ended.SignedIn) end(begun, issuer.signsIn(begun.at()))).key();
        Configured later = Configured.fully().with("admins", "others").with("operators", "everybody");
        assertThat(people(later).by(key)).isInstanceOfSatisfying(People.Shown.Known.class, known -> assertThat(
                        known.actor().role())
                .isEqualTo(Role.OPERATOR));
        assertThat(people(later.with("operators", "support")).by(key))
                .isEqualTo(new People.Shown.Over("your role was taken"));
        assertThat(sessions.living(Duration.ZERO)).isEmpty();
    }

    @Test
    void a_session_of_an_issuer_that_was_replaced_is_over() {
        Begun.There begun = begin();
        SessionKey key = ((Ended.SignedIn) end(begun, issuer.signsIn(begun.at()))).key();
        assertThat(people(Configured.fully().with("issuer", "https://other.example"))
                        .by(key))
                .isInstanceOf(People.Shown.Over.class);
    }

    @ParameterizedTest
    @CsvSource({
        "email_verified, false, ada@example.com (1234)",
        "preferred_username, the admin key, ada@example.com",
        "email, '', 1234"
    })
    void a_name_that_anybody_may_choose_never_stands_alone(String claim, String value, String name) {
        issuer.claims.put(claim, value.equals("false") ? (Object) false : value);
        Begun.There begun = begin();
        assertThat(((Ended.SignedIn) end(begun, issuer.signsIn(begun.at())))
                        .actor()
                        .name())
                .isEqualTo(name);
    }

    @Test
    void a_role_may_be_deep_in_the_token_and_be_a_single_word() {
        issuer.claims.put("realm_access", Map.of("roles", List.of("x", "support")));
        issuer.claims.put("role", "platform");
        assertThat(roleBy("/realm_access/roles")).isEqualTo(Role.OPERATOR);
        assertThat(roleBy("role")).isEqualTo(Role.ADMIN);
    }

    private Role roleBy(String claim) {
        SignIn other = signIn(Configured.fully().with("role-claim", claim));
        Begun.There begun = (Begun.There) other.begin(US, "/");
        Returned back =
                new Returned(Optional.of(issuer.signsIn(begun.at())), state(begun), issuerNamed(), Optional.empty());
        return ((Ended.SignedIn) other.end(back, Optional.of(begun.memory()), ""))
                .actor()
                .role();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "https://evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "javascript:1",
                "",
                "/a b",
                "/a\r\nSet-Cookie: x=y"
            })
    void nobody_is_led_off_our_own_pages(String to) {
        Begun.There begun = (Begun.There) signIn.begin(US, to);
        assertThat(((Ended.SignedIn) end(begun, issuer.signsIn(begun.at()))).to())
                .isEqualTo("/");
    }

    @Test
    void an_issuer_that_is_down_is_said_to_be() {
        issuer.goDown();
        assertThat(signIn.begin(US, "/"))
                .isInstanceOfSatisfying(Begun.Unavailable.class, down -> assertThat(down.reason())
                        .contains("it is down"));
    }

    @Test
    void signing_out_ends_the_issuers_own_session_with_the_token_that_it_gave() {
        Begun.There begun = begin();
        end(begun, issuer.signsIn(begun.at()));
        assertThat(signOut.next(sessions.living(Duration.ZERO).getFirst())
                        .orElseThrow()
                        .toString())
                .startsWith(FakeIssuer.ISSUER + "/out?client_id=us&id_token_hint=ey");
        issuer.metadata.remove("end_session_endpoint");
        clock.advance(Duration.ofHours(1));
        assertThat(signOut.next(sessions.living(Duration.ZERO).getFirst())).isEmpty();
    }

    @Test
    void without_an_issuer_nobody_signs_in() {
        SignIn none = signIn(new Configured(Map.of()));
        assertThat(none.begin(US, "/")).isEqualTo(new Begun.NotOffered());
        assertThat(people(new Configured(Map.of())).areExpected()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"issuer", "client-id"})
    void half_a_configuration_stops_the_start_and_names_what_is_missing(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> people(Configured.fully().without(key)))
                .withMessageContaining("integration.sign-in." + key);
    }

    @Test
    void a_configuration_in_which_nobody_has_a_role_stops_the_start() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> people(Configured.fully().without("operators").without("admins")))
                .withMessageContaining("nobody would have a role");
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, http://issuer.example",
        "issuer, https://issuer.example?x",
        "issuer, issuer.example",
        "public-url, http://orchestrator.example",
        "public-url, https://orchestrator.example/below",
        "public-url, https://orchestrator.example?x"
    })
    void an_address_that_protects_nobody_stops_the_start(String key, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> people(Configured.fully().with(key, value)))
                .withMessageContaining(key);
    }

    private Begun.There begin() {
        return (Begun.There) signIn.begin(US, "/v1/me");
    }

    private Ended end(Begun.There begun, String code) {
        return signIn.end(
                new Returned(Optional.of(code), state(begun), issuerNamed(), Optional.empty()),
                Optional.of(begun.memory()),
                "203.0.113.7");
    }

    private static Optional<String> state(Begun.There begun) {
        return Optional.of(begun.at().getQuery().replaceAll(".*&state=([^&]*).*", "$1"));
    }

    private static Optional<String> issuerNamed() {
        return Optional.of(FakeIssuer.ISSUER.toString());
    }

    private static String refusal(Ended ended) {
        return ((Ended.Refused) ended).reason();
    }

    private People people(SignInConfig config) {
        return new People(config, sessions);
    }

    private SignIn signIn(SignInConfig config) {
        return new SignIn(
                config,
                people(config),
                sessions,
                new Issuers(issuer, clock),
                issuer,
                OwnSeals.ofTests(),
                OwnSecrets.none(),
                clock);
    }
}
