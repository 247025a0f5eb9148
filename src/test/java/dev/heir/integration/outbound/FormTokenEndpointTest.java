package dev.heir.integration.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.heir.integration.call.Transport.Outgoing;
import dev.heir.integration.credential.GrantedTokens;
import dev.heir.integration.credential.Issuers;
import dev.heir.integration.credential.JwtAssertion;
import dev.heir.integration.credential.JwtKey;
import dev.heir.integration.credential.OwnIssuers;
import dev.heir.integration.credential.TokenEndpoint.Client;
import dev.heir.integration.credential.TokenEndpoint.Outcome;
import dev.heir.integration.credential.TokenEndpoint.Place;
import dev.heir.integration.credential.TokenEndpoint.Request;
import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormTokenEndpointTest {

    private final List<Outgoing> sent = new ArrayList<>();

    @Test
    void the_client_authenticates_in_the_header_and_what_it_asks_is_a_form() {
        assertThat(fetch(grant(false), answer(200, "{\"access_token\": \"t\", \"expires_in\": 3600}")))
                .isEqualTo(new Outcome.Granted(GrantedTokens.of("t"), Optional.of(Duration.ofHours(1))));

        Outgoing request = sent.getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.body().text()).isEqualTo("grant_type=client_credentials&scope=read+write");
        // base64("my+client:s%26cret"): each part is form-encoded first
        assertThat(request.signature().headers()).containsEntry("Authorization", "Basic bXkrY2xpZW50OnMlMjZjcmV0");
    }

    @Test
    void the_client_authenticates_in_the_form_where_the_document_says_so() {
        fetch(grant(true), answer(200, "{\"access_token\": \"t\", \"expires_in\": \"60\"}"));

        assertThat(sent.getFirst().body().text())
                .isEqualTo("grant_type=client_credentials&scope=read+write&client_id=my+client&client_secret=s%26cret");
        assertThat(sent.getFirst().signature().headers()).isEmpty();
    }

    @Test
    void a_public_client_says_who_it_is_and_shows_nothing() {
        fetch(request(new Client("app", Optional.empty(), false)), answer(200, "{}"));

        assertThat(sent.getFirst().body().text()).endsWith("&client_id=app");
        assertThat(sent.getFirst().signature().headers()).isEmpty();
    }

    @Test
    void a_client_that_signs_shows_an_assertion_and_no_secret() throws GeneralSecurityException {
        JwtKey key = JwtKey.of(
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getEncoder()
                                .encodeToString(KeyPairGenerator.getInstance("Ed25519")
                                        .generateKeyPair()
                                        .getPrivate()
                                        .getEncoded())
                        + "\n-----END PRIVATE KEY-----",
                Optional.of("key-1"));
        JwtAssertion assertion = JwtAssertion.ofClient("my client", "https://id.example/token", key);
        fetch(
                request(new Client("my client", Optional.empty(), true, Optional.of(assertion), Optional.empty())),
                answer(200, "{}"));

        assertThat(sent.getFirst().body().text())
                .contains(
                        "client_id=my+client",
                        "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer",
                        "client_assertion=ey");
        assertThat(sent.getFirst().signature().headers()).isEmpty();
    }

    @Test
    void a_refresh_token_comes_with_the_token_or_does_not() {
        assertThat(fetch(grant(false), answer(200, "{\"access_token\": \"t\", \"refresh_token\": \"r\"}")))
                .isEqualTo(new Outcome.Granted(new GrantedTokens("t", Optional.of("r")), Optional.empty()));
    }

    @Test
    void an_endpoint_is_left_alone_for_as_long_as_it_asks() {
        Reply busy = new Reply.Responded(429, Map.of("retry-after", List.of("77")), Body.of("{}"), Instant.EPOCH);

        assertThat(fetch(grant(false), busy))
                .isEqualTo(new Outcome.Failed("status 429", Duration.ofSeconds(77), false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    400 | {"error": "invalid_grant"}          | true
                    400 | {"error": "invalid_scope"}          | true
                    401 | {"error": "invalid_client"}         | false
                    400 | {"error": "invalid_request"}        | false
                    """)
    void what_an_endpoint_also_says_while_it_is_changed_does_not_last(int status, String body, boolean lasting) {
        assertThat(fetch(grant(false), answer(status, body)))
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.lasting())
                        .isEqualTo(lasting));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    429 | false
                    404 | false
                    500 | true
                    502 | true
                    200 | true
                    """)
    void only_of_what_was_refused_it_is_certain_that_nothing_was_exchanged(int status, boolean inDoubt) {
        assertThat(fetch(grant(false), answer(status, "{}")))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.inDoubt())
                        .isEqualTo(inDoubt));
        assertThat(fetch(grant(false), new Reply.Lost("cut off", false)))
                .isEqualTo(new Outcome.Failed("no complete answer: cut off", Duration.ZERO, true));
        assertThat(fetch(grant(false), new Reply.NotSent("refused", false)))
                .isEqualTo(new Outcome.Failed("not reached: refused", Duration.ZERO, false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    400 | {"error": "invalid_grant"}          | Refused
                    401 | {"error": "invalid_client"}         | Refused
                    400 | {"error": "temporarily_unavailable"} | Failed
                    429 | {}                                  | Failed
                    503 | <html>                              | Failed
                    200 | {"token": "t"}                      | Failed
                    200 | {"access_token": "a\\nb"}           | Failed
                    200 | []                                  | Failed
                    200 | {"access_token": "t", "token_type": "mac"} | Failed
                    200 | {"access_token": "t", "token_type": "bearer"} | Granted
                    """)
    void only_what_would_be_refused_again_is_final(int status, String body, String outcome) {
        assertThat(fetch(grant(false), answer(status, body)).getClass().getSimpleName())
                .isEqualTo(outcome);
    }

    @Test
    void no_answer_is_no_token_this_time() {
        assertThat(fetch(grant(false), new Reply.Lost("cut off", false))).isInstanceOf(Outcome.Failed.class);
        assertThat(fetch(grant(false), new Reply.NotSent("refused", false))).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void an_issuer_says_where_its_endpoints_are() throws IOException {
        Issuers issuers = OwnIssuers.of(new JsonMapper().readTree("""
                {"issuer": "https://id.example", "token_endpoint": "https://tokens.example/t?a=1"}"""));
        Request request = at(new Place.OfIssuer(URI.create("https://id.example")));
        Outcome outcome =
                endpoint(issuers, answer(200, "{\"access_token\": \"t\"}")).fetch(request);
        assertThat(outcome).isInstanceOf(Outcome.Granted.class);
        assertThat(sent.getFirst().uri()).isEqualTo(URI.create("https://tokens.example/t?a=1"));
        assertThat(endpoint(issuers, answer(200, "")).revoke(request))
                .hasValueSatisfying(why -> assertThat(why).contains("names no usable revocation_endpoint"));
        assertThat(sent).hasSize(1);
    }

    @Test
    void an_issuer_that_says_nothing_is_asked_again_later() {
        Request request = at(new Place.OfIssuer(URI.create("https://id.example")));
        assertThat(fetch(request, answer(200, "{\"access_token\": \"t\"}")))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                    assertThat(failed.reason()).contains("the issuer https://id.example does not answer as it should");
                    assertThat(failed.inDoubt()).isFalse();
                });
        assertThat(sent).isEmpty();
    }

    private static Request at(Place place) {
        return new Request(place, Map.of(), new Client("us", Optional.empty(), true), false, Duration.ofSeconds(5));
    }

    private Outcome fetch(Request request, Reply reply) {
        return endpoint(OwnIssuers.none(), reply).fetch(request);
    }

    private FormTokenEndpoint endpoint(Issuers issuers, Reply reply) {
        return new FormTokenEndpoint(
                (_, outgoing) -> {
                    sent.add(outgoing);
                    return reply;
                },
                issuers,
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    private static Request grant(boolean inBody) {
        return request(new Client("my client", Optional.of("s&cret"), inBody));
    }

    private static Request request(Client client) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("scope", "read write");
        return new Request(
                new Place.At(URI.create("https://id.example/token")), form, client, false, Duration.ofSeconds(5));
    }

    private static Reply answer(int status, String body) {
        return new Reply.Responded(status, Map.of(), Body.of(body), Instant.EPOCH);
    }
}
