package dev.heir.integration.strike;

import static dev.heir.integration.strike.Replies.NOW;
import static dev.heir.integration.strike.Replies.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Now is 1795428000 seconds after the epoch. */
class RateLimitHeadersTest {

    @ParameterizedTest(name = "X-RateLimit-Reset: {0} is {1} from now")
    @CsvSource({
        "1795428030, PT31S", // GitHub, X: epoch seconds, to the end of that second
        "1795428030.125, PT30.125S", // Discord
        "1795428030125, PT30.126S", // epoch milliseconds
        "30, PT30S",
        "0.5, PT0.5S",
        "17ms, PT0.017S", // OpenAI
        "6m0s, PT6M",
        "1h2m3.5s, PT1H2M3.5S",
        "250µs, PT0.00025S",
        "2026-11-23T10:00:30Z, PT31S", // Anthropic
        "'Mon, 23 Nov 2026 10:00:30 GMT', PT31S",
        "1795427990, PT0S"
    })
    void every_dialect_of_a_reset_is_told_apart(String value, Duration wait) {
        ServerSaid said = ServerSaid.read(reply(429, "x-ratelimit-remaining", "0", "x-ratelimit-reset", value));
        assertThat(said.resetAt()).contains(NOW.plus(wait));
        assertThat(said.retryAt()).contains(NOW.plus(wait));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "never", "99999999999999999999", "1e9", "1200000000", "4102444800", "null"})
    void a_reset_that_makes_no_sense_is_not_one(String value) {
        ServerSaid said = ServerSaid.read(reply(429, "x-ratelimit-remaining", "0", "x-ratelimit-reset", value));
        assertThat(said.resetAt()).isEmpty();
        assertThat(said.retryAt()).isEmpty();
        assertThat(said.nothingRemains()).isTrue();
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @CsvSource({
        "x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset",
        "x-rate-limit-limit, x-rate-limit-remaining, x-rate-limit-reset", // X, Okta
        "ratelimit-limit, ratelimit-remaining, ratelimit-reset", // drafts up to 06
        "x-ratelimit-limit-requests, x-ratelimit-remaining-requests, x-ratelimit-reset-requests", // OpenAI
        "x-ratelimit-requests-limit, x-ratelimit-requests-remaining, x-ratelimit-requests-reset", // RapidAPI
        "anthropic-ratelimit-tokens-limit, anthropic-ratelimit-tokens-remaining, anthropic-ratelimit-tokens-reset",
        "x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset-after", // Discord
        "x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-retry-after", // Symfony
        "x-ratelimit-limit-minute, x-ratelimit-remaining-minute, ratelimit-reset" // Kong
    })
    void the_three_parts_of_a_limit_find_each_other(String limit, String remaining, String reset) {
        ServerSaid said = ServerSaid.read(reply(200, limit, "100", remaining, "40", reset, "30"));
        assertThat(said)
                .isEqualTo(new ServerSaid(
                        Optional.empty(),
                        OptionalLong.of(100),
                        OptionalLong.of(40),
                        Optional.of(NOW.plusSeconds(30)),
                        false));
    }

    @Test
    void the_ietf_fields_are_read_as_structured_fields() {
        ServerSaid said = ServerSaid.read(reply(
                200,
                "ratelimit-policy",
                "\"default\";q=100;w=60;qu=\"requests\"",
                "ratelimit",
                "\"default\";r=50;t=30"));
        assertThat(said)
                .isEqualTo(new ServerSaid(
                        Optional.empty(),
                        OptionalLong.of(100),
                        OptionalLong.of(50),
                        Optional.of(NOW.plusSeconds(30)),
                        false));
    }

    @Test
    void of_several_policies_the_tightest_is_told_and_only_an_empty_one_asks_to_wait() {
        String policies = "\"burst\";q=10;w=1, \"a \\\"daily\\\" one\";q=1000;w=3600;pk=:QXBwLTk5OQ==:";
        ServerSaid well = ServerSaid.read(reply(
                200,
                "ratelimit-policy",
                policies,
                "ratelimit",
                "\"burst\";r=5;t=1, \"a \\\"daily\\\" one\";r=100;t=900"));
        assertThat(well.limit()).hasValue(1000);
        assertThat(well.remaining()).hasValue(100);
        assertThat(well.retryAt()).isEmpty();

        ServerSaid spent = ServerSaid.read(reply(
                429, "ratelimit-policy", policies, "ratelimit", "\"burst\"; r=0; t=1", "ratelimit", "\"x\";r=9;t=900"));
        assertThat(spent.retryAt()).contains(NOW.plusSeconds(1));
        assertThat(spent.limit()).hasValue(10);
    }

    @Test
    void the_dictionary_of_draft_seven_is_read_too() {
        ServerSaid said = ServerSaid.read(
                reply(429, "ratelimit-policy", "100;w=60", "ratelimit", "limit=100, remaining=0, reset=12"));
        assertThat(said.retryAt()).contains(NOW.plusSeconds(12));
        assertThat(said.limit()).hasValue(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"default\";r=0;t=30,",
                "\"default;r=0;t=30",
                "\"default\";r=-1;t=30",
                "\"default\";r=;t=30",
                "\"default\";R=0;t=30",
                "\"default\" r=0",
                "default=0;;",
                "(\"a\" \"b\");r=0;t=30",
                "\"default\";r=99999999999999999999;t=30",
                ";;;",
                "=,=",
                "\"é\";r=0;t=30"
            })
    void a_structured_field_with_a_mistake_was_not_said(String field) {
        assertThat(ServerSaid.read(reply(200, "ratelimit", field))).isEqualTo(ServerSaid.NOTHING);
    }

    @Test
    void only_the_quota_that_is_empty_decides_when_to_come_back() {
        ServerSaid said = ServerSaid.read(reply(
                429,
                "x-ratelimit-limit-requests",
                "60",
                "x-ratelimit-remaining-requests",
                "0",
                "x-ratelimit-reset-requests",
                "1s",
                "x-ratelimit-limit-tokens",
                "150000",
                "x-ratelimit-remaining-tokens",
                "149984",
                "x-ratelimit-reset-tokens",
                "6m0s"));
        assertThat(said.retryAt()).contains(NOW.plusSeconds(1));
        assertThat(said.remaining()).hasValue(0);
        assertThat(said.limit()).hasValue(60);
    }

    @Test
    void lists_with_a_value_per_window_are_read_by_position() {
        ServerSaid said = ServerSaid.read(reply(
                429,
                "x-ratelimit-limit",
                "1, 15000",
                "x-ratelimit-policy",
                "1;w=1, 15000;w=2592000",
                "x-ratelimit-remaining",
                "1, 0",
                "x-ratelimit-reset",
                "1, 1419704"));
        assertThat(said.retryAt()).contains(NOW.plusSeconds(1419704));
        assertThat(said.quotaUsedUp()).isTrue();
    }

    @Test
    void shopifys_bucket_tells_what_is_used() {
        ServerSaid said = ServerSaid.read(reply(200, "x-shopify-shop-api-call-limit", "39/40"));
        assertThat(said.limit()).hasValue(40);
        assertThat(said.remaining()).hasValue(1);
        assertThat(ServerSaid.read(reply(200, "x-shopify-shop-api-call-limit", "41/40"))
                        .remaining())
                .hasValue(0);
        assertThat(ServerSaid.read(reply(200, "x-shopify-shop-api-call-limit", "0/0")))
                .isEqualTo(ServerSaid.NOTHING);
    }

    @Test
    void the_last_permitted_call_already_tells_when_the_next_one_may_come() {
        assertThat(ServerSaid.read(
                                reply(200, "ratelimit-limit", "5", "ratelimit-remaining", "0", "ratelimit-reset", "30"))
                        .retryAt())
                .contains(NOW.plusSeconds(30));
    }

    @Test
    void where_something_remains_nobody_is_asked_to_wait() {
        assertThat(ServerSaid.read(reply(200, "x-ratelimit-remaining", "1", "x-ratelimit-reset", "3600"))
                        .retryAt())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-1, 100", "many, 100", "99999999999999999999, 100", "0, 0", "5, 0"})
    void amounts_that_make_no_sense_leave_nothing_to_wait_for(String remaining, String limit) {
        ServerSaid said = ServerSaid.read(
                reply(200, "x-ratelimit-limit", limit, "x-ratelimit-remaining", remaining, "x-ratelimit-reset", "30"));
        assertThat(said.retryAt()).isEmpty();
        assertThat(said.nothingRemains()).isFalse();
    }

    @Test
    void a_fraction_of_a_request_is_none() {
        assertThat(ServerSaid.read(reply(200, "x-ratelimit-limit", "100", "x-ratelimit-remaining", "0.6"))
                        .remaining())
                .hasValue(0);
    }

    @Property(tries = 3000)
    void whatever_the_headers_hold_nothing_is_thrown_and_nobody_is_sent_into_the_past(
            @ForAll("headers") Map<String, List<String>> headers) {
        ServerSaid said = ServerSaid.read(new Reply.Responded(429, headers, Body.EMPTY, NOW));
        Instant horizon = NOW.plus(Moments.HORIZON);
        assertThat(said.retryAt().filter(at -> at.isBefore(NOW) || at.isAfter(Moments.FOR_EVER)))
                .isEmpty();
        assertThat(said.resetAt().filter(at -> at.isBefore(NOW) || at.isAfter(horizon)))
                .isEmpty();
        assertThat(said.remaining().orElse(0)).isNotNegative();
        assertThat(said.limit().orElse(1)).isPositive();
    }

    @Provide
    Arbitrary<Map<String, List<String>>> headers() {
        Arbitrary<String> names = Arbitraries.of(
                "date",
                "retry-after",
                "retry-after-ms",
                "ratelimit",
                "ratelimit-policy",
                "ratelimit-limit",
                "ratelimit-remaining",
                "ratelimit-reset",
                "x-ratelimit-limit-day",
                "x-ratelimit-remaining-day",
                "x-ratelimit-",
                "x-ratelimit---",
                "x-rate-limit-reset",
                "x-shopify-shop-api-call-limit");
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(40),
                Arbitraries.strings().withChars("0123456789,.;:/=\"- rtqwmshd").ofMaxLength(40),
                Arbitraries.longs().map(String::valueOf),
                Arbitraries.of("0", "1", "0/1", "\"a\";r=0;t=9", "\"a\";q=1;w=9", "r=0", "Mon Nov 23 10:00:30 2026"));
        return Arbitraries.maps(names, values.list().ofMinSize(0).ofMaxSize(3)).ofMaxSize(8);
    }
}
