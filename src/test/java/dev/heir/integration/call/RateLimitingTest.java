package dev.heir.integration.call;

import static dev.heir.integration.call.World.NOON;
import static dev.heir.integration.call.World.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.strike.Circuit;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Remedy;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.Symptom;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ladder of RATE_LIMITING, and every word a server may say about when to come back. */
class RateLimitingTest {

    private static final String API = "https://api.example.com";
    private static final String MIRROR = "https://mirror.example.com";
    private static final Duration ROUND = Duration.ofMinutes(5);

    private final World world = new World();

    private static Map<String, Object> document(Map<String, Object> more) {
        Map<String, Object> document = new HashMap<>(
                Map.of("baseUrl", API, "operations", Map.of("list", Map.of("get", "/orders", "cache", "60s"))));
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

    private static CallRequest now(Tier tier) {
        return list(tier, Duration.ofSeconds(10), false);
    }

    private static String httpDate(Duration fromNoon) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(NOON.plus(fromNoon).atZone(ZoneOffset.UTC));
    }

    private Duration waited() {
        return world.waits.stream().reduce(Duration.ZERO, Duration::plus);
    }

    private void limited(String... headers) {
        world.provider("orders", document(Map.of())).script(API, answer(429, "{}", headers), answer(200, "{}"));
    }

    @Test
    void retry_after_30_is_served_to_the_second_and_then_sent() {
        limited("retry-after", "30");
        assertThat(world.answered(patient()).source()).isEqualTo(Source.LIVE);
        assertThat(waited()).isEqualTo(Duration.ofSeconds(30));
        assertThat(world.recorded().strikes()).singleElement().satisfies(strike -> {
            assertThat(strike.remedy()).contains(Remedy.REQUEST_THROTTLING);
            assertThat(strike.symptom()).isEqualTo(Symptom.HTTP_429);
        });
    }

    @Test
    void an_http_date_is_never_answered_early() {
        limited("retry-after", httpDate(Duration.ofSeconds(20)));
        world.answered(patient());
        assertThat(world.sent).hasSize(2);
        assertThat(world.recorded().attempts().getLast().startedAt()).isAfterOrEqualTo(NOON.plusSeconds(20));
    }

    @Test
    void retry_after_600_with_a_deadline_of_10_s_is_parked_and_nothing_sleeps() {
        limited("retry-after", "600");
        Answer answer = world.answered(hurried());
        assertThat(answer.source()).isEqualTo(Source.DEFERRED);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(world.waits).isEmpty();
        assertThat(world.parked.values()).singleElement().satisfies(parked -> assertThat(parked.notBefore())
                .isAfterOrEqualTo(NOON.plusSeconds(600)));
    }

    @ParameterizedTest(name = "Retry-After: {0}")
    @CsvSource({"0", "'Mon, 23 Nov 2026 11:00:00 GMT'"})
    void zero_or_a_past_date_is_retried_now_with_the_tiers_manners(String value) {
        limited("retry-after", value);
        assertThat(world.answered(hurried()).source()).isEqualTo(Source.LIVE);
        assertThat(waited()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
    }

    @ParameterizedTest(name = "Retry-After: {0}")
    @CsvSource({"soon", "-5", "99999999999999999999", "1.5.2", "''"})
    void garbage_falls_back_to_the_tiers_policy(String value) {
        limited("retry-after", value);
        assertThat(world.answered(hurried()).source()).isEqualTo(Source.LIVE);
        assertThat(waited()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
    }

    @Test
    void of_several_headers_that_disagree_the_latest_wins() {
        limited("retry-after", "2", "retry-after", "7", "x-ratelimit-remaining", "0", "x-ratelimit-reset", "4");
        world.answered(hurried());
        assertThat(waited()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void the_wait_of_one_call_holds_back_all_others() {
        limited("retry-after", "600");
        world.answered(hurried());
        assertThat(world.sent).hasSize(1);
        Outcome.Unanswered failed = world.unanswered(now(Tier.CRITICAL));
        assertThat(failed.symptom()).isEqualTo(Symptom.THROTTLING_ACTIVE);
        assertThat(failed.retryAt()).isPresent();
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void a_parked_call_is_finished_when_its_time_has_come_and_not_before() {
        limited("retry-after", "600");
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

    @Test
    void a_parked_call_that_is_limited_again_goes_back_and_keeps_its_place_in_the_ledger() {
        world.provider("orders", document(Map.of())).script(API, answer(429, "{}", "retry-after", "600"));
        world.answered(hurried());
        world.clock.forward(Duration.ofSeconds(601));
        var _ = world.finisher.finishDue(ROUND);
        assertThat(world.completed).isEmpty();
        assertThat(world.parked.values()).singleElement().satisfies(parked -> assertThat(parked.tries())
                .isEqualTo(1));
    }

    @Test
    void a_call_with_a_secret_of_its_callers_is_never_parked() {
        limited("retry-after", "600");
        CallRequest secret = new CallRequest(
                "orders",
                Optional.of("list"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of("Authorization", "Bearer of-the-caller"),
                Body.EMPTY,
                Optional.of(Tier.CRITICAL),
                Optional.of(Duration.ofSeconds(10)),
                Optional.empty(),
                true);
        assertThat(world.unanswered(secret).symptom()).isEqualTo(Symptom.HTTP_429);
        assertThat(world.parked).isEmpty();
    }

    @Test
    void a_second_credential_is_used_when_the_first_is_limited() {
        world.provider("orders", document(Map.of("credentials", List.of("one", "two"))))
                .script(API, answer(429, "{}", "retry-after", "600"), answer(200, "{}"));
        Answer answer = world.answered(now(Tier.CRITICAL));
        assertThat(answer.source()).isEqualTo(Source.LIVE);
        assertThat(answer.strikes()).anySatisfy(strike -> {
            assertThat(strike.remedy()).contains(Remedy.DISTRIBUTED_REQUESTS);
            assertThat(strike.worked()).isTrue();
        });
        assertThat(world.sent.getLast().signature().headers()).containsValue("Bearer s3cr3t-two");
    }

    @Test
    void a_kept_answer_spares_a_limited_provider() {
        world.provider("orders", document(Map.of()))
                .script(API, answer(200, "{\"n\":1}"), answer(429, "{}", "retry-after", "600"));
        world.answered(patient());
        world.clock.forward(Duration.ofMinutes(2));
        Answer answer = world.answered(now(Tier.CRITICAL));
        assertThat(answer.source()).isEqualTo(Source.STALE);
        assertThat(answer.strikes().getLast().remedy()).contains(Remedy.CACHING_STRATEGY);
    }

    @Test
    void a_fresh_answer_is_given_without_asking() {
        world.provider("orders", document(Map.of())).script(API, answer(200, "{\"n\":1}"));
        world.answered(patient());
        world.clock.forward(Duration.ofSeconds(59));
        assertThat(world.answered(patient()).source()).isEqualTo(Source.CACHED);
        world.clock.forward(Duration.ofSeconds(2));
        assertThat(world.answered(patient()).source()).isEqualTo(Source.LIVE);
        assertThat(world.sent).hasSize(2);
    }

    @Test
    void a_used_up_quota_is_not_waited_for_and_a_larger_plan_is_recommended_with_its_price() {
        world.provider(
                        "orders",
                        document(Map.of(
                                "plans",
                                List.of(Map.of(
                                        "name",
                                        "Pro",
                                        "monthly",
                                        "49 USD",
                                        "limits",
                                        List.of(Map.of("requests", 100, "per", "1s")))))))
                .script(API, answer(402, "{}"));
        Outcome.Unanswered failed = world.unanswered(hurried());
        assertThat(failed.symptom()).isEqualTo(Symptom.QUOTA_EXCEEDED);
        assertThat(world.sent).hasSize(1);
        CallRecord.Incident incident = world.recorded().incident().orElseThrow();
        assertThat(incident.triggers()).contains(EscalationTrigger.BUSINESS_CRITICAL_RATE_LIMIT);
        assertThat(incident.recommendations()).anyMatch(text -> text.contains("49 USD"));
    }

    @Test
    void githubs_403_with_nothing_remaining_is_a_limit_and_waited_for() {
        limitedBy(403, "x-ratelimit-limit", "60", "x-ratelimit-remaining", "0", "x-ratelimit-reset", "5");
        assertThat(world.answered(hurried()).source()).isEqualTo(Source.LIVE);
        assertThat(world.recorded().strikes().getFirst().symptom()).isEqualTo(Symptom.RATE_LIMIT_EXCEEDED);
        assertThat(waited()).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
    }

    private void limitedBy(int status, String... headers) {
        world.provider("orders", document(Map.of())).script(API, answer(status, "{}", headers), answer(200, "{}"));
    }

    @Test
    void a_warning_makes_lesser_calls_take_what_is_kept() {
        world.provider("orders", document(Map.of()))
                .script(
                        API,
                        answer(
                                200,
                                "{}",
                                "ratelimit",
                                "\"default\";r=10;t=60",
                                "ratelimit-policy",
                                "\"default\";q=100;w=60"));
        Answer first = world.answered(now(Tier.IMPORTANT));
        assertThat(first.source()).isEqualTo(Source.LIVE);
        assertThat(first.strikes()).singleElement().satisfies(strike -> assertThat(strike.symptom())
                .isEqualTo(Symptom.USAGE_WARNING));
        world.clock.forward(Duration.ofSeconds(61));
        Answer second = world.answered(now(Tier.IMPORTANT));
        assertThat(second.source()).isEqualTo(Source.STALE);
        assertThat(second.strikes().getLast().remedy()).contains(Remedy.USAGE_OPTIMIZATION);
        assertThat(world.answered(now(Tier.CRITICAL)).source()).isEqualTo(Source.LIVE);
    }

    @Test
    void an_answer_that_leaves_nothing_keeps_the_next_call_from_running_into_the_wall() {
        world.provider("orders", Map.of("baseUrl", API, "operations", Map.of("list", Map.of("get", "/orders"))))
                .script(
                        API,
                        answer(
                                200,
                                "{}",
                                "x-ratelimit-limit",
                                "40",
                                "x-ratelimit-remaining",
                                "0",
                                "x-ratelimit-reset",
                                "30"));
        world.answered(now(Tier.CRITICAL));
        world.kept.clear();
        CallRequest next = list(Tier.NICE_TO_HAVE, Duration.ofSeconds(5), true);
        assertThat(world.answered(next).source()).isEqualTo(Source.SKIPPED);
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void a_limited_provider_that_has_a_fallback_is_replaced_by_it() {
        world.provider("orders", document(Map.of("fallback", Map.of("provider", "mirror"))))
                .provider("mirror", Map.of("baseUrl", MIRROR, "operations", Map.of("list", Map.of("get", "/o"))))
                .script(API, answer(429, "{}", "retry-after", "600"))
                .script(MIRROR, answer(200, "{}"));
        assertThat(world.answered(now(Tier.CRITICAL)).source()).isEqualTo(Source.FALLBACK_PROVIDER);
    }

    @Test
    void a_503_with_retry_after_opens_the_circuit_for_exactly_that_long() {
        world.provider("orders", document(Map.of("degraded", Map.of("body", "none"))))
                .script(API, new Reply.Responded(503, Map.of("retry-after", List.of("120")), Body.EMPTY, NOON));
        assertThat(world.answered(now(Tier.CRITICAL)).source()).isEqualTo(Source.DEGRADED);
        assertThat(world.circuits.get(API)).isInstanceOfSatisfying(Circuit.Open.class, open -> assertThat(open.until())
                .isEqualTo(world.recorded()
                        .attempts()
                        .getFirst()
                        .startedAt()
                        .plus(world.attemptTakes)
                        .plusSeconds(120)));
    }
}
