package dev.heir.integration.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.fuzz.ArrivedHeaders;
import dev.heir.integration.fuzz.Fuzz;
import dev.heir.integration.provider.Body;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What servers and callers say about keeping answers. */
@Timeout(1800)
class CacheFuzzTest {

    @Test
    void headers_about_keeping() {
        Instant now = Instant.parse("2026-01-31T12:00:00Z");
        Fuzz.of("headers").headers(lines -> {
            var headers = ArrivedHeaders.of(lines);
            Asked asked = new Asked("GET", ArrivedHeaders.single(lines));
            CacheControl.of(headers);
            assertThat(Freshness.lifetime(200, headers, now)).isGreaterThanOrEqualTo(Duration.ZERO);
            assertThat(Freshness.initialAge(headers, now, now)).isGreaterThanOrEqualTo(Duration.ZERO);
            Selection.by(headers, asked);
            KeptAnswer kept = new KeptAnswer(
                    200,
                    headers,
                    Body.of("0123456789"),
                    now,
                    Duration.ZERO,
                    Duration.ZERO,
                    Selection.exactly(asked),
                    false);
            assertThat(Condition.of(asked, kept).body().size()).isBetween(0, 10);
            Condition.confirming(ArrivedHeaders.single(lines), kept);
        });
    }
}
