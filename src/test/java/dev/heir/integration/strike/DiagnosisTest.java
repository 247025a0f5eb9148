package dev.heir.integration.strike;

import static dev.heir.integration.strike.Replies.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTest {

    /** Every status of which the standard answer is a symptom; 5xx stand in their own test. */
    private static final Map<Integer, Symptom> REFUSALS = Map.of(
            401, Symptom.AUTHENTICATION_FAILURE,
            402, Symptom.QUOTA_EXCEEDED,
            407, Symptom.AUTHENTICATION_FAILURE,
            408, Symptom.TIMEOUT,
            425, Symptom.SERVICE_UNAVAILABLE,
            429, Symptom.HTTP_429,
            456, Symptom.QUOTA_EXCEEDED);

    @Test
    void of_all_statuses_below_500_only_a_few_are_a_symptom() {
        Map<Integer, Symptom> found = IntStream.range(100, 500)
                .boxed()
                .filter(status -> diagnose(reply(status)).isPresent())
                .collect(Collectors.toMap(
                        status -> status, status -> diagnose(reply(status)).orElseThrow()));
        assertThat(found).isEqualTo(REFUSALS);
    }

    @Test
    void a_card_that_is_declined_is_an_answer_and_an_unpaid_bill_is_none() {
        assertThat(diagnose(reply(402, Body.of("{\"error\":{\"type\":\"card_error\"}}"))))
                .isEmpty();
        assertThat(diagnose(reply(402, Body.of("{\"error\":{\"type\":\"billing_error\"}}"))))
                .contains(Symptom.QUOTA_EXCEEDED);
    }

    @Test
    void a_server_error_is_an_unavailable_service_except_what_will_never_work() {
        IntStream.range(500, 1000).forEach(status -> assertThat(diagnose(reply(status)))
                .as("status %d", status)
                .isEqualTo(
                        status == 501 || status == 505 ? Optional.empty() : Optional.of(Symptom.SERVICE_UNAVAILABLE)));
    }

    @ParameterizedTest
    @CsvSource({"false, SERVICE_UNAVAILABLE", "true, TIMEOUT"})
    void no_answer_is_a_timeout_only_when_time_ran_out(boolean timedOut, Symptom symptom) {
        assertThat(Diagnosis.of(new Reply.NotSent("refused", timedOut), ServerSaid.NOTHING))
                .contains(symptom);
        assertThat(Diagnosis.of(new Reply.Lost("reset", timedOut), ServerSaid.NOTHING))
                .contains(symptom);
    }

    @ParameterizedTest(name = "{0} with {1}: {2} is {3}")
    @CsvSource({
        "403, x-ratelimit-remaining, 0, RATE_LIMIT_EXCEEDED", // GitHub
        "403, retry-after, 60, RATE_LIMIT_EXCEEDED", // GitHub's secondary limit
        "403, retry-after, rubbish,",
        "403, x-ratelimit-remaining, 7,",
        "403, x-ratelimit-remaining-day, 0, QUOTA_EXCEEDED",
        "429, retry-after, 60, HTTP_429",
        "429, x-ratelimit-remaining-day, 0, QUOTA_EXCEEDED",
        "503, x-ratelimit-remaining, 0, RATE_LIMIT_EXCEEDED",
        "503, retry-after, 60, SERVICE_UNAVAILABLE",
        "500, x-ratelimit-remaining, 0, SERVICE_UNAVAILABLE",
        "404, x-ratelimit-remaining, 0,",
        "404, x-ratelimit-remaining-day, 0,",
        "401, x-ratelimit-remaining, 0, AUTHENTICATION_FAILURE",
        "501, retry-after, 60,",
        "200, x-ratelimit-remaining, 0, USAGE_WARNING"
    })
    void what_else_the_server_says_decides(int status, String header, String value, Symptom symptom) {
        assertThat(diagnose(reply(status, header, value))).isEqualTo(Optional.ofNullable(symptom));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 429})
    void credits_that_are_used_up_are_a_quota_whatever_the_status(int status) {
        Body body = Body.of("{\"error\":{\"message\":\"Your credit balance is too low to access the API\"}}");
        assertThat(diagnose(reply(status, body))).contains(Symptom.QUOTA_EXCEEDED);
    }

    @ParameterizedTest
    @CsvSource({"200, 21,", "200, 20, USAGE_WARNING", "204, 1, USAGE_WARNING", "304, 0, USAGE_WARNING", "404, 1,"})
    void a_good_answer_warns_when_a_fifth_or_less_remains(int status, String remaining, Symptom symptom) {
        assertThat(diagnose(reply(status, "x-ratelimit-limit", "100", "x-ratelimit-remaining", remaining)))
                .isEqualTo(Optional.ofNullable(symptom));
    }

    @Test
    void a_small_remainder_of_an_unknown_limit_warns_nobody() {
        assertThat(diagnose(reply(200, "x-ratelimit-remaining", "1"))).isEmpty();
    }

    @Test
    void a_breaker_counts_only_what_speaks_against_the_target() {
        assertThat(Arrays.stream(Symptom.values()).filter(Diagnosis::speaksAgainstTarget))
                .containsExactly(Symptom.TIMEOUT, Symptom.SERVICE_UNAVAILABLE);
    }

    @ParameterizedTest
    @EnumSource
    void what_speaks_against_the_target_is_the_providers_fault_and_nothing_else_is(Symptom symptom) {
        assertThat(Diagnosis.fault(symptom) == Fault.PROVIDER).isEqualTo(Diagnosis.speaksAgainstTarget(symptom));
    }

    private static Optional<Symptom> diagnose(Reply.Responded reply) {
        return Diagnosis.of(reply, ServerSaid.read(reply));
    }
}
