package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.quota.Remaining;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Remedy;
import dev.heir.integration.strike.Symptom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a call meets of the limits and budgets that its provider's and project's documents declare. */
class OwnLimitsTest {

    private static final String API = "https://api.example.com";

    private final World world = new World();

    private void limited(String... more) {
        world.provider(
                        "shop",
                        Map.of(
                                "baseUrl",
                                API,
                                "limits",
                                List.of(Map.of("requests", 2, "per", "10s")),
                                "operations",
                                Map.of("list", Map.of("get", "/list"), "dear", Map.of("get", "/dear", "cost", 2))))
                .script(API, World.answer(200, "{}", more));
    }

    private static CallRequest list(Duration deadline, boolean mayDefer, boolean mayWait) {
        return list(Tier.IMPORTANT, deadline, mayDefer, mayWait);
    }

    private static CallRequest list(Tier tier, Duration deadline, boolean mayDefer, boolean mayWait) {
        return new CallRequest(
                "shop",
                Optional.of("list"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Body.EMPTY,
                Optional.of(tier),
                Optional.of(deadline),
                Optional.empty(),
                mayDefer,
                mayWait,
                Optional.empty());
    }

    @Test
    void calls_within_the_limit_are_sent_at_once() {
        limited();
        world.answered(list(Duration.ofSeconds(5), false, true));
        world.answered(list(Duration.ofSeconds(5), false, true));
        assertThat(world.sent).hasSize(2);
        assertThat(world.waits).isEmpty();
    }

    @Test
    void a_redirect_is_one_more_request_to_its_provider() {
        limited();
        world.script(API + "/list", World.answer(302, "", "location", "/moved"));
        world.answered(list(Duration.ofSeconds(5), false, true));
        assertThat(world.sent).hasSize(2);
        world.kept.clear();

        assertThat(world.calls.answer(World.SHOP, list(Duration.ofSeconds(5), false, false)))
                .isInstanceOfSatisfying(Outcome.Unanswered.class, full -> assertThat(full.symptom())
                        .isEqualTo(Symptom.THROTTLING_ACTIVE));
        assertThat(world.sent).hasSize(2);
    }

    @Test
    void a_redirect_that_finds_no_room_speaks_against_nobody_but_us() {
        limited();
        world.script(API + "/list", World.answer(302, "", "location", "/moved"));
        world.answered(list(Duration.ofSeconds(5), false, true));
        world.clock.forward(Duration.ofSeconds(11));
        world.script(API, World.answer(200, "{}"));
        world.script(API + "/list", World.answer(200, "{}"), World.answer(302, "", "location", "/moved"));
        world.answered(list(Duration.ofSeconds(5), false, false));
        world.kept.clear();
        Outcome.Unanswered full =
                (Outcome.Unanswered) world.calls.answer(World.SHOP, list(Duration.ofSeconds(5), false, false));
        assertThat(full.fault()).isIn(Fault.ORCHESTRATOR, Fault.CALLER);
        assertThat(world.recorded().attempts()).noneMatch(CallRecord.Attempt::countsAgainstTarget);
    }

    @Test
    void an_answer_tells_what_is_left_of_the_tightest_limit() {
        world.provider(
                        "shop",
                        Map.of(
                                "baseUrl",
                                API,
                                "limits",
                                List.of(
                                        Map.of("requests", 10, "per", "10s"),
                                        Map.of("requests", 12, "per", "1d", "zone", "UTC")),
                                "operations",
                                Map.of("list", Map.of("get", "/list"), "bulk", Map.of("post", "/bulk", "cost", 5))))
                .script(API, World.answer(200, "{}"));
        Remaining left = world.answered(list(Duration.ofSeconds(5), false, true))
                .remaining()
                .orElseThrow();
        assertThat(left.limit()).isEqualTo("10 requests per 10s");
        assertThat(left.quota()).isEqualTo(10);
        assertThat(left.left()).isEqualTo(9);
        assertThat(left.resets()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(11));
        for (int i = 0; i < 2; i++) {
            world.clock.forward(Duration.ofSeconds(20));
            world.answered(CallRequest.of("shop", "bulk"));
        }
        world.clock.forward(Duration.ofSeconds(20));
        left = world.answered(list(Duration.ofSeconds(5), false, true))
                .remaining()
                .orElseThrow();
        assertThat(left.limit()).isEqualTo("12 requests per 1d in UTC");
        assertThat(left.left()).isZero();
        assertThat(left.window()).isEqualTo(Duration.ofDays(1));
        assertThat(left.resets()).isBetween(Duration.ofHours(11), Duration.ofHours(12));
    }

    @Test
    void one_call_more_waits_in_line_until_the_window_has_room() {
        limited();
        for (int i = 0; i < 3; i++) {
            world.answered(list(Duration.ofSeconds(30), false, true));
        }
        assertThat(world.sent).hasSize(3);
        assertThat(Duration.between(World.NOON, world.clock.instant()))
                .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
    }

    @Test
    void a_call_whose_deadline_is_too_short_to_wait_is_told_which_limit_and_when() {
        limited();
        world.answered(list(Duration.ofSeconds(5), false, true));
        world.answered(list(Duration.ofSeconds(5), false, true));
        world.kept.clear(); // or strike two answers with what is kept
        Outcome.Unanswered refused = world.unanswered(list(Duration.ofSeconds(5), false, true));
        assertThat(refused.symptom()).isEqualTo(Symptom.THROTTLING_ACTIVE);
        assertThat(refused.limit()).contains("2 requests per 10s");
        assertThat(refused.retryAt().orElseThrow()).isBetween(World.NOON.plusSeconds(10), World.NOON.plusSeconds(11));
        assertThat(world.sent).hasSize(2);
    }

    @Test
    void a_call_that_does_not_wait_is_refused_at_once() {
        limited();
        world.answered(list(Duration.ofSeconds(5), false, true));
        world.answered(list(Duration.ofSeconds(5), false, true));
        Instant before = world.clock.instant();
        world.kept.clear(); // or strike two answers with what is kept
        Outcome.Unanswered refused = world.unanswered(list(Duration.ofSeconds(60), false, false));
        assertThat(refused.limit()).contains("2 requests per 10s");
        assertThat(refused.detail())
                .isEqualTo("the limit of 2 requests per 10s has no room before "
                        + refused.retryAt().orElseThrow() + "; the caller does not wait for it");
        assertThat(world.clock.instant()).isEqualTo(before);
    }

    /** There is nothing for a person to mend. */
    @Test
    void whoever_refuses_to_wait_opens_no_case_and_whoever_could_wait_does() {
        limited();
        world.answered(list(Tier.CRITICAL, Duration.ofSeconds(5), false, true));
        world.answered(list(Tier.CRITICAL, Duration.ofSeconds(5), false, true));
        for (int i = 0; i < 3; i++) {
            world.kept.clear(); // or strike two answers with what is kept
            Outcome.Unanswered refused = world.unanswered(list(Tier.CRITICAL, Duration.ofSeconds(5), false, false));
            assertThat(refused.next()).noneMatch(step -> step.contains("case"));
            assertThat(refused.next()).anyMatch(step -> step.contains("wait in line"));
            assertThat(world.recorded().incident()).isEmpty();
        }
        world.kept.clear();
        Outcome.Unanswered late = world.unanswered(list(Tier.CRITICAL, Duration.ofSeconds(5), false, true));
        assertThat(world.recorded().incident().orElseThrow().triggers())
                .contains(EscalationTrigger.BUSINESS_CRITICAL_RATE_LIMIT);
        assertThat(late.next()).contains("see the open case file: GET /v1/escalations/shop:RATE_LIMITING");
    }

    @Test
    void a_call_that_may_be_deferred_is_parked_until_the_limit_has_room() {
        limited();
        world.answered(list(Duration.ofSeconds(5), false, true));
        world.answered(list(Duration.ofSeconds(5), false, true));
        Answer deferred = world.answered(list(Duration.ofSeconds(5), true, true));
        assertThat(deferred.source()).isEqualTo(Source.DEFERRED);
        assertThat(world.recorded().strikes().getLast().remedy()).contains(Remedy.QUEUE);
        assertThat(world.parked.values().iterator().next().notBefore()).isAfter(World.NOON.plusSeconds(9));
    }

    @Test
    void an_operation_takes_what_it_weighs() {
        limited();
        world.answered(list(Duration.ofSeconds(5), false, true));
        CallRequest dear = new CallRequest(
                "shop",
                Optional.of("dear"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Body.EMPTY,
                Optional.of(Tier.IMPORTANT),
                Optional.of(Duration.ofSeconds(5)),
                Optional.empty(),
                false);
        world.kept.clear(); // or strike two answers with what is kept
        assertThat(world.unanswered(dear).limit()).contains("2 requests per 10s");
    }

    @Test
    void what_the_provider_says_remains_is_never_passed() {
        world.provider("shop", Map.of("baseUrl", API, "operations", Map.of("list", Map.of("get", "/list"))))
                .script(
                        API,
                        World.answer(
                                200,
                                "{}",
                                "x-ratelimit-limit",
                                "100",
                                "x-ratelimit-remaining",
                                "3",
                                "x-ratelimit-reset",
                                Long.toString(World.NOON.plusSeconds(60).getEpochSecond())),
                        World.answer(200, "{}"));
        for (int i = 0; i < 4; i++) {
            world.answered(list(Tier.CRITICAL, Duration.ofSeconds(5), false, true));
        }
        world.kept.clear(); // or strike two answers with what is kept
        Outcome.Unanswered refused = world.unanswered(list(Tier.CRITICAL, Duration.ofSeconds(5), false, true));
        assertThat(world.sent).hasSize(4);
        assertThat(refused.retryAt().orElseThrow()).isAfterOrEqualTo(World.NOON.plusSeconds(60));
    }

    @Test
    void a_budget_that_is_used_up_refuses_until_next_month_and_parks_nothing() {
        world.provider(
                        "shop",
                        Map.of(
                                "baseUrl",
                                API,
                                "monthlyBudget",
                                "0.02 USD",
                                "price",
                                Map.of("perCall", "0.01 USD"),
                                "operations",
                                Map.of("list", Map.of("get", "/list"))))
                .script(API, World.answer(200, "{}"), World.answer(404, "{}"), World.answer(200, "{}"));
        for (int i = 0; i < 3; i++) { // the second one is not charged
            world.answered(list(Duration.ofSeconds(5), true, true));
        }
        world.kept.clear(); // or strike two answers with what is kept
        Outcome.Unanswered refused = world.unanswered(list(Duration.ofSeconds(5), true, true));
        assertThat(refused.symptom()).isEqualTo(Symptom.QUOTA_EXCEEDED);
        assertThat(refused.retryAt()).contains(Instant.parse("2026-12-01T00:00:00Z"));
        assertThat(refused.detail())
                .isEqualTo(
                        "our own budget of 0.02 USD a month for provider shop is used up until 2026-12-01T00:00:00Z");
        assertThat(world.sent).hasSize(3);
        assertThat(world.parked).isEmpty();
    }
}
