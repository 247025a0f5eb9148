package dev.heir.integration.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.call.Transport.Outgoing;
import dev.heir.integration.credential.TokenEndpoint.Grant;
import dev.heir.integration.credential.TokenEndpoint.Outcome;
import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
                .isEqualTo(new Outcome.Granted("t", Optional.of(Duration.ofHours(1))));

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

    private Outcome fetch(Grant grant, Reply reply) {
        return new FormTokenEndpoint(request -> {
                    sent.add(request);
                    return reply;
                })
                .fetch(grant);
    }

    private static Grant grant(boolean inBody) {
        return new Grant(
                URI.create("https://id.example/token"),
                "my client",
                "s&cret",
                Optional.of("read write"),
                Optional.empty(),
                inBody,
                false,
                Duration.ofSeconds(5));
    }

    private static Reply answer(int status, String body) {
        return new Reply.Responded(status, Map.of(), Body.of(body), Instant.EPOCH);
    }
}
