package dev.heir.integration.strike;

import static dev.heir.integration.strike.Replies.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaUsedUpTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"You exceeded your current quota\",\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}}",
                "{\"error\":{\"code\":403,\"errors\":[{\"domain\":\"usageLimits\",\"reason\":\"dailyLimitExceeded\"}]}}",
                "{\"error\":{\"errors\":[{\"domain\":\"youtube.quota\",\"reason\" : \"quotaExceeded\"}]}}",
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Your credit balance is too low to access the Anthropic API.\"}}",
                "{\"name\":\"monthly_quota_exceeded\",\"message\":\"You have reached your monthly email quota.\"}",
                "{\"status\":\"error\",\"errorType\":\"RATE_LIMIT\",\"policyName\":\"DAILY\"}",
                "[{\"message\":\"TotalRequests Limit exceeded.\",\"errorCode\":\"REQUEST_LIMIT_EXCEEDED\"}]",
                "{\"message\":\"You have exceeded the MONTHLY quota for Requests on your current plan, BASIC.\"}",
                "{\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\",\"violated-policies\":[\"daily\"]}"
            })
    void a_body_that_says_so_is_believed(String body) {
        assertThat(ServerSaid.read(reply(429, Body.of(body))).quotaUsedUp()).isTrue();
        assertThat(ServerSaid.read(reply(403, Body.of(body))).quotaUsedUp()).isTrue();
        assertThat(ServerSaid.read(reply(400, Body.of(body))).quotaUsedUp()).isTrue();
        assertThat(ServerSaid.read(reply(200, Body.of(body))).quotaUsedUp()).isFalse();
        assertThat(ServerSaid.read(reply(500, Body.of(body))).quotaUsedUp()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "insufficient_quota",
                "<html>dailyLimitExceeded</html>",
                "{\"error\":{\"errors\":[{\"reason\":\"rateLimitExceeded\"}]}}",
                "{\"error\":{\"errors\":[{\"reason\":\"userRateLimitExceeded\"}]}}",
                "{\"policyName\":\"TEN_SECONDLY_ROLLING\"}",
                "{\"error\":{\"code\":\"rate_limit_exceeded\"}}",
                "{\"message\":\"ConcurrentRequests (Concurrent API Requests) Limit exceeded.\",\"errorCode\":\"REQUEST_LIMIT_EXCEEDED\"}",
                "{\"error\":\"the word 'insufficient_quota' in your text is not allowed\"}",
                "{\"insufficient_quota\":false}"
            })
    void a_body_that_speaks_of_something_else_is_not(String body) {
        assertThat(ServerSaid.read(reply(429, Body.of(body))).quotaUsedUp()).isFalse();
    }

    @Test
    void a_quota_that_is_back_within_the_hour_was_a_short_rate() {
        Body body = Body.of("{\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\"}");
        assertThat(ServerSaid.read(reply(429, body, "retry-after", "30")).quotaUsedUp())
                .isFalse();
        assertThat(ServerSaid.read(reply(429, body, "retry-after", "7200")).quotaUsedUp())
                .isTrue();
    }

    @Test
    void credits_that_are_used_up_stay_so_whatever_else_is_said() {
        assertThat(ServerSaid.read(reply(429, Body.of("{\"code\":\"insufficient_quota\"}"), "retry-after", "1"))
                        .quotaUsedUp())
                .isTrue();
    }

    @Test
    void payment_required_says_it_by_its_status() {
        assertThat(ServerSaid.read(reply(402)).quotaUsedUp()).isTrue();
        assertThat(ServerSaid.read(reply(456)).quotaUsedUp()).isTrue();
    }

    @Test
    void words_are_read_in_what_is_passed_on_packed() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream to = new GZIPOutputStream(packed)) {
            to.write("{\"code\":\"insufficient_quota\"}".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(ServerSaid.read(reply(429, Body.of(packed.toByteArray()), "content-encoding", "gzip"))
                        .quotaUsedUp())
                .isTrue();
        assertThat(ServerSaid.read(reply(429, Body.of("{\"code\":\"insufficient_quota\"}"), "content-encoding", "gzip"))
                        .quotaUsedUp())
                .as("said to be packed, and is not")
                .isTrue();
    }

    @Test
    void only_the_beginning_of_a_body_is_looked_at() {
        String late = "{\"padding\":\"" + "x".repeat(5000) + "\",\"code\":\"insufficient_quota\"}";
        assertThat(ServerSaid.read(reply(429, Body.of(late))).quotaUsedUp()).isFalse();
    }

    @Test
    void an_empty_limit_over_a_day_is_a_quota_and_one_over_a_minute_is_a_rate() {
        assertThat(ServerSaid.read(reply(429, "ratelimit-policy", "\"d\";q=9;w=86400", "ratelimit", "\"d\";r=0;t=60"))
                        .quotaUsedUp())
                .isTrue();
        assertThat(ServerSaid.read(reply(429, "ratelimit-policy", "\"m\";q=9;w=60", "ratelimit", "\"m\";r=0;t=60"))
                        .quotaUsedUp())
                .isFalse();
        assertThat(ServerSaid.read(reply(429, "x-ratelimit-remaining-day", "0")).quotaUsedUp())
                .isTrue();
        assertThat(ServerSaid.read(reply(429, "x-hubspot-ratelimit-daily-remaining", "0"))
                        .quotaUsedUp())
                .isTrue();
        assertThat(ServerSaid.read(reply(429, "x-ratelimit-remaining-minute", "0"))
                        .quotaUsedUp())
                .isFalse();
        assertThat(ServerSaid.read(reply(429, "x-ratelimit-remaining", "0", "x-ratelimit-reset", "90000"))
                        .quotaUsedUp())
                .isTrue();
    }

    @Test
    void a_good_answer_with_an_empty_day_is_no_refusal() {
        assertThat(ServerSaid.read(reply(200, "x-ratelimit-remaining-day", "0")).quotaUsedUp())
                .isFalse();
    }
}
