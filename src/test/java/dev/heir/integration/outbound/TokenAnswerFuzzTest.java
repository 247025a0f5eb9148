package dev.heir.integration.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.credential.OwnIssuers;
import dev.heir.integration.credential.TokenEndpoint;
import dev.heir.integration.credential.TokenEndpoint.Outcome;
import dev.heir.integration.fuzz.Fuzz;
import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What token endpoints answer: a token that a header takes, or one line for people. */
@Timeout(1800)
class TokenAnswerFuzzTest {

    @Test
    void answers_of_token_endpoints() {
        var request = new TokenEndpoint.Request(
                new TokenEndpoint.Place.At(URI.create("https://tokens.example")),
                Map.of(),
                TokenEndpoint.Client.NONE,
                false,
                Duration.ofSeconds(1));
        Fuzz.of("token.json").bytes(bytes -> {
            for (int status : new int[] {200, 400, 503}) {
                var endpoint = new FormTokenEndpoint(
                        (_, _) -> new Reply.Responded(status, Map.of(), Body.of(bytes), Instant.EPOCH),
                        OwnIssuers.none(),
                        Clock.systemUTC());
                switch (endpoint.fetch(request)) {
                    case Outcome.Granted granted ->
                        assertThat(granted.tokens().access()).matches("[!-~]+");
                    case Outcome.Refused refused -> isOneLine(refused.reason());
                    case Outcome.Failed failed -> isOneLine(failed.reason());
                }
            }
        });
    }

    private static void isOneLine(String reason) {
        assertThat(reason).hasSizeLessThan(600).doesNotContainPattern("\\p{Cntrl}");
    }
}
