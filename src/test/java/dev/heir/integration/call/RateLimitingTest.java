package dev.heir.integration.call;

import static dev.heir.integration.call.World.NOON;
import static dev.heir.integration.call.World.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.strike.Circuit;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Remedy;
import dev.heir.integration.strike.Symptom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ladder of RATE_LIMITING. */
class RateLimitingTest {

    private static final String API = "https://api.example.com";
    private static final String MIRROR = "https://mirror.example.com";

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

    private Duration waited() {
        return world.waits.stream().reduce(Duration.ZERO, Duration::plus);
    }

    private void limited(String... headers) {
        world.provider("orders", document(Map.of())).script(API, answer(429, "{}", headers), answer(200, "{}"));
    }

    private static CallRequest withHeaders(Map<String, String> headers) {
        return new CallRequest(
                "orders",
                Optional.of("list"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                headers,
                Body.EMPTY,
                Optional.of(Tier.CRITICAL),
                Optional.of(Duration.ofSeconds(10)),
                Optional.empty(),
                true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "Cookie", "X-Shopify-Access-Token", "X-Api-Key", "Anything-New"})
    void a_call_with_what_may_be_a_secret_of_its_callers_is_never_parked_and_told_why(String header) {
        limited("retry-after", "600");
        Outcome.Unanswered failed = world.unanswered(withHeaders(Map.of(header, "s-1")));
        assertThat(failed.symptom()).isEqualTo(Symptom.HTTP_429);
        assertThat(failed.next()).anyMatch(step -> step.contains(header.toLowerCase(Locale.ROOT)));
        assertThat(world.parked).isEmpty();
    }

    @Test
    void headers_that_say_what_is_wanted_do_not_keep_a_call_from_being_parked() {
        limited("retry-after", "600");
        Answer answer = world.answered(withHeaders(
                Map.of("Accept", "application/json", "Stripe-Version", "2026-01-01", "traceparent", "00-1-2-01")));
        assertThat(answer.source()).isEqualTo(Source.DEFERRED);
    }

    @Test
    void what_was_meant_for_one_provider_is_not_shown_to_its_fallback() {
        world.provider("orders", document(Map.of("fallback", Map.of("provider", "mirror"))))
                .provider("mirror", Map.of("baseUrl", MIRROR, "operations", Map.of("list", Map.of("get", "/o"))))
                .script(API, answer(429, "{}", "retry-after", "600"))
                .script(MIRROR, answer(200, "{}"));
        world.answered(withHeaders(Map.of("X-Shopify-Access-Token", "s-1", "Accept-Language", "de")));
        assertThat(world.sent.getFirst().headers()).containsKey("x-shopify-access-token");
        assertThat(world.sent.getLast().uri().toString()).startsWith(MIRROR);
        assertThat(world.sent.getLast().headers()).containsOnlyKeys("accept-language");
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
    void the_caller_hears_when_to_ask_the_provider_of_its_call_again_and_not_the_fallback() {
        world.provider("orders", document(Map.of("fallback", Map.of("provider", "mirror"))))
                .provider("mirror", Map.of("baseUrl", MIRROR, "operations", Map.of("list", Map.of("get", "/o"))))
                .script(API, answer(429, "{}", "retry-after", "600"));
        world.circuits.put(MIRROR, new Circuit.Open(NOON.minusSeconds(60), NOON.plusSeconds(5)));
        assertThat(world.unanswered(now(Tier.CRITICAL)).retryAt())
                .contains(NOON.plus(world.attemptTakes).plusSeconds(600));
    }

    @Test
    void a_limit_is_no_outage_because_an_alternative_is_down() {
        world.provider("orders", document(Map.of("alternatives", List.of(MIRROR))))
                .script(API, answer(429, "{}", "retry-after", "600"));
        world.circuits.put(MIRROR, new Circuit.Open(NOON.minusSeconds(3600), NOON.plusSeconds(5)));
        world.unanswered(now(Tier.CRITICAL));
        assertThat(world.recorded().incident().orElseThrow().triggers())
                .contains(EscalationTrigger.BUSINESS_CRITICAL_RATE_LIMIT)
                .doesNotContain(EscalationTrigger.SUSTAINED_OUTAGE);
    }

    @Test
    void a_request_that_got_lost_with_one_credential_is_not_sent_with_the_next() {
        world.provider(
                        "orders",
                        Map.of(
                                "baseUrl",
                                API,
                                "credentials",
                                List.of("one", "two", "three"),
                                "operations",
                                Map.of("create", Map.of("post", "/orders"))))
                .script(API, answer(402, "{}"), World.HANGS, answer(201, "{}"));
        Outcome.Unanswered failed = world.unanswered(CallRequest.of("orders", "create"));
        assertThat(failed.ambiguous()).isTrue();
        assertThat(world.sent)
                .extracting(sent -> sent.signature().headers().get("authorization"))
                .containsExactly("Bearer s3cr3t-one", "Bearer s3cr3t-two");
    }
}
