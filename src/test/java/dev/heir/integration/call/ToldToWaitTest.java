package dev.heir.integration.call;

import static dev.heir.integration.call.World.NOON;
import static dev.heir.integration.call.World.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.strike.Circuit;
import dev.heir.integration.strike.CircuitBreaker;
import dev.heir.integration.strike.Remedy;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.Symptom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every word a server may say about when to come back, on a refusal (429) and on an outage (503) alike. */
class ToldToWaitTest {

    private static final String API = "https://api.example.com";
    private static final String BACKUP = "https://backup.example.com";

    /** The tier's jitter, after the instant that was named. */
    private static final Duration SPREAD = Duration.ofMillis(100);

    private static final Duration ROUND = Duration.ofMinutes(5);

    private final World world = new World();

    private static Map<String, Object> document(Map<String, Object> more) {
        Map<String, Object> document =
                new HashMap<>(Map.of("baseUrl", API, "operations", Map.of("list", Map.of("get", "/orders"))));
        document.putAll(more);
        return document;
    }

    private static CallRequest list(Tier tier, Duration deadline, boolean mayDefer) {
        return new CallRequest(
                "orders",
                Optional.of("list"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Body.EMPTY,
                Optional.of(tier),
                Optional.of(deadline),
                Optional.empty(),
                mayDefer);
    }

    private static CallRequest patient() {
        return list(Tier.CRITICAL, Duration.ofSeconds(60), true);
    }

    private static CallRequest hurried() {
        return list(Tier.CRITICAL, Duration.ofSeconds(10), true);
    }

    private static CallRequest now() {
        return list(Tier.CRITICAL, Duration.ofSeconds(10), false);
    }

    private static String httpDate(Duration fromNoon) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(NOON.plus(fromNoon).atZone(ZoneOffset.UTC));
    }

    private void says(int status, String... headers) {
        world.provider("orders", document(Map.of())).script(API, answer(status, "{}", headers), answer(200, "{}"));
    }

    private Duration waited() {
        return world.waits.stream().reduce(Duration.ZERO, Duration::plus);
    }

    private Instant firstAnswerAt() {
        return NOON.plus(world.attemptTakes);
    }

    @ParameterizedTest
    @CsvSource({"429, REQUEST_THROTTLING, HTTP_429", "503, RETRY_WITH_BACKOFF, SERVICE_UNAVAILABLE"})
    void retry_after_30_is_served_to_the_second_and_then_sent(int status, Remedy remedy, Symptom symptom) {
        says(status, "retry-after", "30");
        assertThat(world.answered(patient()).source()).isEqualTo(Source.LIVE);
        assertThat(waited())
                .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(30).plus(SPREAD));
        assertThat(world.recorded().strikes()).singleElement().satisfies(strike -> {
            assertThat(strike.remedy()).contains(remedy);
            assertThat(strike.symptom()).isEqualTo(symptom);
            assertThat(strike.worked()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void a_second_is_waited_for_within_the_deadline(int status) {
        says(status, "retry-after", "1");
        assertThat(world.answered(now()).source()).isEqualTo(Source.LIVE);
        assertThat(waited())
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(1).plus(SPREAD));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void an_http_date_is_never_answered_early(int status) {
        says(status, "retry-after", httpDate(Duration.ofSeconds(20)));
        world.answered(patient());
        assertThat(world.sent).hasSize(2);
        assertThat(world.recorded().attempts().getLast().startedAt()).isAfterOrEqualTo(NOON.plusSeconds(20));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void those_who_were_told_the_same_do_not_come_back_in_the_same_instant(int status) {
        Set<Duration> waits = new HashSet<>();
        for (int caller = 0; caller < 20; caller++) {
            World apart = new World(caller);
            apart.provider("orders", document(Map.of()))
                    .script(API, answer(status, "{}", "retry-after", "30"), answer(200, "{}"));
            apart.answered(patient());
            assertThat(apart.waits.getFirst()).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
            waits.add(apart.waits.getFirst());
        }
        assertThat(waits).hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void retry_after_600_with_a_deadline_of_10_s_is_parked_and_nothing_sleeps(int status) {
        says(status, "retry-after", "600");
        Answer answer = world.answered(hurried());
        assertThat(answer.source()).isEqualTo(Source.DEFERRED);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(world.waits).isEmpty();
        assertThat(world.parked.values()).singleElement().satisfies(parked -> assertThat(parked.notBefore())
                .isBetween(
                        firstAnswerAt().plusSeconds(600),
                        firstAnswerAt().plusSeconds(600).plus(SPREAD)));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void who_may_not_be_deferred_hears_when_to_come_back(int status) {
        says(status, "retry-after", "600");
        Outcome.Unanswered failed = world.unanswered(now());
        assertThat(failed.retryAt()).contains(firstAnswerAt().plusSeconds(600));
        assertThat(world.sent).hasSize(1);
    }

    @ParameterizedTest(name = "{0} Retry-After: {1}")
    @CsvSource({"429, 0", "503, 0", "429, 'Mon, 23 Nov 2026 11:00:00 GMT'", "503, 'Mon, 23 Nov 2026 11:00:00 GMT'"})
    void zero_or_a_past_date_is_retried_now_with_the_tiers_manners(int status, String value) {
        says(status, "retry-after", value);
        assertThat(world.answered(hurried()).source()).isEqualTo(Source.LIVE);
        assertThat(waited()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
    }

    @ParameterizedTest(name = "{0} Retry-After: {1}")
    @CsvSource({"429, soon", "429, -5", "429, 1.5.2", "429, ''", "503, soon", "503, -5", "503, 1.5.2", "503, ''"})
    void garbage_falls_back_to_the_tiers_policy(int status, String value) {
        says(status, "retry-after", value);
        assertThat(world.answered(hurried()).source()).isEqualTo(Source.LIVE);
        assertThat(waited()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
    }

    @ParameterizedTest(name = "{0} Retry-After: {1}")
    @CsvSource({"429, 99999999999999999999", "503, 63072000", "429, 'Mon, 23 Nov 2099 11:00:00 GMT'"})
    void whoever_wants_to_be_left_alone_for_years_is_left_alone_for_a_month(int status, String value) {
        says(status, "retry-after", value);
        assertThat(world.unanswered(hurried()).retryAt()).hasValueSatisfying(at -> assertThat(at)
                .isBetween(World.NOON.plus(Duration.ofDays(31)), World.NOON.plus(Duration.ofDays(32))));
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void a_project_with_as_many_parked_calls_as_may_wait_is_told_when_to_come_back() {
        says(429, "retry-after", "600");
        for (int n = 0; n < 3; n++) {
            assertThat(world.answered(hurried()).source()).isEqualTo(Source.DEFERRED);
            world.clock.forward(Duration.ofSeconds(2));
        }

        assertThat(world.unanswered(hurried()).retryAt())
                .hasValueSatisfying(at -> assertThat(at).isAfter(World.NOON.plusSeconds(600)));
        assertThat(world.parked).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void of_several_headers_that_disagree_the_latest_wins(int status) {
        says(status, "retry-after", "2", "retry-after", "7", "x-ratelimit-remaining", "0", "x-ratelimit-reset", "4");
        world.answered(hurried());
        assertThat(waited())
                .isBetween(Duration.ofSeconds(7), Duration.ofSeconds(7).plus(SPREAD));
    }

    @ParameterizedTest
    @CsvSource({"429, THROTTLING_ACTIVE", "503, SERVICE_UNAVAILABLE"})
    void the_wait_of_one_call_holds_back_all_others(int status, Symptom symptom) {
        says(status, "retry-after", "600");
        world.answered(hurried());
        assertThat(world.sent).hasSize(1);
        Outcome.Unanswered failed = world.unanswered(now());
        assertThat(failed.symptom()).isEqualTo(symptom);
        assertThat(failed.retryAt()).contains(firstAnswerAt().plusSeconds(600));
        assertThat(world.answered(hurried()).source()).isEqualTo(Source.DEFERRED);
        assertThat(world.sent).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void a_call_that_comes_while_another_waits_is_sent_when_the_wait_is_over(int status) {
        says(status, "retry-after", "5");
        world.calls.answer(World.SHOP, list(Tier.NICE_TO_HAVE, Duration.ofSeconds(1), false));
        Answer answer = world.answered(now());
        assertThat(answer.source()).isEqualTo(Source.LIVE);
        assertThat(world.sent).hasSize(2);
        assertThat(world.recorded().attempts().getFirst().startedAt())
                .isBetween(
                        firstAnswerAt().plusSeconds(5),
                        firstAnswerAt().plusSeconds(5).plus(SPREAD));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void a_parked_call_is_finished_when_its_time_has_come_and_not_before(int status) {
        says(status, "retry-after", "600");
        world.answered(hurried());
        world.clock.forward(Duration.ofSeconds(590));
        assertThat(world.finisher.finishDue(ROUND)).isZero();
        world.clock.forward(Duration.ofSeconds(11));
        assertThat(world.finisher.finishDue(ROUND)).isEqualTo(1);
        assertThat(world.completed.values())
                .singleElement()
                .satisfies(content -> assertThat(content.orElseThrow().status()).isEqualTo(200));
        assertThat(world.parked).isEmpty();
        assertThat(world.recorded().source()).contains(Source.LIVE);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void a_parked_call_that_is_told_to_wait_again_goes_back_and_keeps_its_place_in_the_ledger(int status) {
        world.provider("orders", document(Map.of())).script(API, answer(status, "{}", "retry-after", "600"));
        world.answered(hurried());
        world.clock.forward(Duration.ofSeconds(601));
        var _ = world.finisher.finishDue(ROUND);
        assertThat(world.completed).isEmpty();
        assertThat(world.parked.values()).singleElement().satisfies(parked -> assertThat(parked.tries())
                .isEqualTo(1));
    }

    @Test
    void who_finds_all_probes_of_a_quiet_that_is_over_taken_waits_for_what_they_show() {
        says(503, "retry-after", "5");
        world.calls.answer(World.SHOP, list(Tier.NICE_TO_HAVE, Duration.ofSeconds(1), false));
        world.clock.forward(Duration.ofSeconds(6));
        for (int probe = 0; probe < CircuitBreaker.STANDARD.probes(); probe++) {
            assertThat(world.fleet.claimProbe(API, Duration.ofSeconds(10))).isTrue();
        }
        world.whileWaiting.add(() -> world.fleet.close(API));
        assertThat(world.answered(now()).source()).isEqualTo(Source.LIVE);
        assertThat(world.waits).hasSize(1);
    }

    @Test
    void an_alternative_spares_the_wait_for_a_target_that_asked_for_quiet() {
        world.provider("orders", document(Map.of("alternatives", List.of(BACKUP))))
                .script(API, answer(503, "", "retry-after", "5"))
                .script(BACKUP, answer(200, "{}"));
        assertThat(world.answered(now()).source()).isEqualTo(Source.ALTERNATIVE_ENDPOINT);
        assertThat(world.waits).isEmpty();
    }

    @Test
    void a_circuit_of_our_own_making_is_not_waited_for() {
        world.provider("orders", document(Map.of())).script(API, answer(200, "{}"));
        world.circuits.put(API, new Circuit.Open(NOON, NOON.plusSeconds(5)));
        Outcome.Unanswered failed = world.unanswered(hurried());
        assertThat(failed.retryAt()).contains(NOON.plusSeconds(5));
        assertThat(world.waits).isEmpty();
        assertThat(world.sent).isEmpty();
    }

    @Test
    void a_503_opens_the_circuit_for_exactly_as_long_as_it_said() {
        world.provider("orders", document(Map.of("degraded", Map.of("body", "none"))))
                .script(API, new Reply.Responded(503, Map.of("retry-after", List.of("120")), Body.EMPTY, NOON));
        assertThat(world.answered(now()).source()).isEqualTo(Source.DEGRADED);
        assertThat(world.circuits.get(API)).isInstanceOfSatisfying(Circuit.Open.class, open -> assertThat(open.until())
                .isEqualTo(firstAnswerAt().plusSeconds(120)));
    }
}
