package dev.heir.integration.strike;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.fuzz.ArrivedHeaders;
import dev.heir.integration.fuzz.Fuzz;
import dev.heir.integration.provider.Body;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server says about when to come back. */
@Timeout(1800)
class WordsFuzzTest {

    @Test
    void headers_about_limits_and_times() {
        Instant now = Instant.parse("2026-01-31T12:00:00Z");
        Fuzz.of("headers").headers(lines -> {
            for (int status : new int[] {429, 503, 200}) {
                ServerSaid said =
                        ServerSaid.read(new Reply.Responded(status, ArrivedHeaders.of(lines), Body.of(lines), now));
                assertThat(said.toString()).hasSizeLessThan(100 * lines.length() + 10_000);
            }
        });
    }

    @Test
    void structured_fields() {
        Fuzz.of("structured-field").headers(text -> {
            StructuredField.list(text);
            StructuredField.dictionary(text);
        });
    }
}
