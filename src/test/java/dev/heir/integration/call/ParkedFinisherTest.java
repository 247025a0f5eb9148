package dev.heir.integration.call;

import static dev.heir.integration.call.World.NOON;
import static dev.heir.integration.call.World.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.Symptom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Deferred calls under a budget of time, leases that are lost, and instances that die. */
class ParkedFinisherTest {

    private static final String API = "https://api.example.com";
    private static final String MIRROR = "https://mirror.example.com";
    /** What a scheduled function has. */
    private static final Duration ROUND = Duration.ofSeconds(25);

    private final World world = new World();
    private final SplittableRandom random = new SplittableRandom(7);

    private void provider(Reply... replies) {
        world.provider(
                        "orders",
                        Map.of(
                                "baseUrl",
                                API,
                                "operations",
                                Map.of(
                                        "create",
                                        Map.of("post", "/orders"),
                                        "once",
                                        Map.of("post", "/orders", "idempotencyKey", "Idempotency-Key"),
                                        "slow",
                                        Map.of("post", "/reports", "timeout", "60s"))))
                .script(API, replies);
    }

    private UUID park(String operation, Instant notBefore, int tries, boolean sendBegan) {
        UUID id = CallId.at(NOON, random);
        CallRequest request = new CallRequest(
                "orders",
                Optional.of(operation),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Body.EMPTY,
                Optional.of(Tier.CRITICAL),
                operation.equals("slow") ? Optional.of(Duration.ofMinutes(2)) : Optional.empty(),
                Optional.of("key-" + id),
                true);
        world.parked.put(
                id,
                new ParkedCall(
                        id, "shop", request, Tier.CRITICAL, notBefore, tries, 0, sendBegan, false, Optional.empty()));
        return id;
    }

    private UUID park(String operation) {
        return park(operation, NOON, 0, false);
    }

    @Test
    void calls_that_hang_leave_the_others_due_and_known_not_to_have_been_sent() {
        provider(new Reply.Lost("no answer", true));
        world.attemptTakes = Duration.ofSeconds(10);
        for (int n = 0; n < 6; n++) {
            park("create", NOON.minusSeconds(60 - n), 0, false);
        }

        int begun = world.finisher.finishDue(ROUND);

        assertThat(begun).isEqualTo(2);
        assertThat(Duration.between(NOON, world.clock.instant())).isLessThanOrEqualTo(ROUND);
        assertThat(world.sent).hasSize(2);
        assertThat(world.parked.values()).hasSize(4).noneMatch(ParkedCall::sendBegan);

        provider(answer(201, "{}"));
        world.attemptTakes = Duration.ofMillis(10);
        assertThat(world.finisher.finishDue(ROUND)).isEqualTo(4);
        assertThat(world.parked).isEmpty();
        assertThat(world.sent).hasSize(6);
        assertThat(world.ledger.stream().filter(call -> call.source().isPresent()))
                .hasSize(4);
    }

    @Test
    void that_it_is_being_sent_stands_in_the_row_before_anything_leaves() {
        UUID id = park("create");
        world.beforeSending = () -> {
            assertThat(world.sent).isEmpty();
            assertThat(world.parked.get(id)).matches(waiting -> !waiting.sendBegan());
        };
        provider(answer(201, "{}"));

        var _ = world.finisher.finishDue(ROUND);

        assertThat(world.sent).hasSize(1);
        assertThat(world.began).containsExactly(id);
    }

    @Test
    void a_call_that_another_instance_took_meanwhile_is_not_sent() {
        UUID id = park("create");
        provider(answer(201, "{}"));
        world.beforeSending = () -> park(id, 2);

        var _ = world.finisher.finishDue(ROUND);

        assertThat(world.sent).isEmpty();
        assertThat(world.ledger).isEmpty();
    }

    /** Whenever the database goes away for a while, before or after the answer. */
    @Test
    void a_hiccup_of_the_database_leaves_a_parked_call_due_or_told_and_never_in_a_doubt_that_there_is_not() {
        for (int step = 0; step < 40; step++) {
            World hit = new World();
            UUID id = CallId.at(NOON, random);
            hit.provider("orders", Map.of("baseUrl", API, "operations", Map.of("create", Map.of("post", "/orders"))))
                    .script(API, answer(429, "{}"), answer(201, "{}"));
            hit.parked.put(
                    id,
                    new ParkedCall(
                            id,
                            "shop",
                            CallRequest.of("orders", "create"),
                            Tier.CRITICAL,
                            NOON,
                            0,
                            0,
                            false,
                            true,
                            Optional.empty()));
            hit.reachable = step;
            hit.ledgerWaits = true;
            hit.whileWaiting.add(() -> hit.reachable = Integer.MAX_VALUE);
            finish(hit);
            hit.reachable = Integer.MAX_VALUE;
            hit.clock.forward(Duration.ofMinutes(10));
            finish(hit);

            assertThat(hit.recorded()).as("away after %s steps", step).matches(call -> call.status() == 201);
            assertThat(hit.completed).containsOnlyKeys(id);
            assertThat(hit.sent).hasSize(2);
        }
    }

    private static void finish(World world) {
        try {
            var _ = world.finisher.finishDue(ROUND);
        } catch (Ledger.LedgerUnavailable away) {
            assertThat(world.reachable).isZero();
        }
    }

    @Test
    void an_unsafe_call_whose_sender_died_is_reported_as_ambiguous() {
        park("create", NOON, 1, true);
        provider(answer(201, "{}"));

        var _ = world.finisher.finishDue(ROUND);

        assertThat(world.sent).isEmpty();
        assertThat(world.recorded().ambiguous()).isTrue();
    }

    @Test
    void an_unsafe_call_whose_taker_died_before_it_began_to_send_is_sent() {
        park("create", NOON, 1, false);
        provider(answer(201, "{}"));

        var _ = world.finisher.finishDue(ROUND);

        assertThat(world.sent).hasSize(1);
        assertThat(world.recorded().source()).contains(Source.LIVE);
    }

    @Test
    void a_call_that_may_have_been_carried_out_and_is_limited_again_stays_parked_with_that_known() {
        UUID id = park("once");
        provider(new Reply.Lost("cut off", false), answer(429, "{}", "retry-after", "600"));

        var _ = world.finisher.finishDue(ROUND);

        assertThat(world.sent).hasSize(2);
        assertThat(world.completed).isEmpty();
        assertThat(world.parked.get(id)).matches(ParkedCall::sendBegan);
    }

    @Test
    void what_was_lost_and_then_limited_is_parked_with_that_known_and_never_asked_of_another_provider() {
        world.provider(
                        "orders",
                        Map.of(
                                "baseUrl",
                                API,
                                "fallback",
                                Map.of("provider", "mirror"),
                                "operations",
                                Map.of("once", Map.of("post", "/orders", "idempotencyKey", "Idempotency-Key"))))
                .provider("mirror", Map.of("baseUrl", MIRROR, "operations", Map.of("once", Map.of("post", "/orders"))))
                .script(API, new Reply.Lost("cut off", false), answer(429, "{}", "retry-after", "600"))
                .script(MIRROR, answer(201, "{}"));
        assertThat(world.answered(CallRequest.of("orders", "once")).source()).isEqualTo(Source.DEFERRED);
        assertThat(world.parked.values()).singleElement().matches(ParkedCall::sendBegan);

        world.script(API, new Reply.NotSent("connection refused", false));
        world.clock.forward(Duration.ofSeconds(601));
        var _ = world.finisher.finishDue(ROUND);

        assertThat(world.sent).noneMatch(sent -> sent.uri().toString().startsWith(MIRROR));
        assertThat(world.recorded()).matches(CallRecord::ambiguous);
    }

    @Test
    void a_lost_call_whose_key_is_known_ends_well_when_the_provider_is_back() {
        UUID id = park("once", NOON, 1, true);
        provider(answer(201, "{}"));

        var _ = world.finisher.finishDue(ROUND);

        assertThat(world.completed).containsOnlyKeys(id);
        assertThat(world.recorded()).matches(call -> !call.ambiguous() && call.status() == 201);
    }

    @Test
    void what_may_have_been_carried_out_is_not_sent_under_a_key_that_its_provider_has_forgotten() {
        UUID id = park("once", NOON, 1, true);
        provider(answer(201, "{}"));
        world.clock.forward(Duration.ofHours(24));

        var _ = world.finisher.finishDue(ROUND);

        assertThat(world.sent).isEmpty();
        assertThat(world.completed).containsOnlyKeys(id);
        assertThat(world.recorded()).matches(CallRecord::ambiguous).satisfies(call -> assertThat(call.detail())
                .contains("forgotten its idempotency key"));
    }

    @Test
    void a_key_protects_from_when_it_was_sent_first_and_not_from_when_its_call_came() {
        UUID id = park("once", NOON.plus(Duration.ofDays(2)), 0, false);
        provider(new Reply.Lost("cut off", false), answer(429, "{}", "retry-after", "36000"));
        world.clock.forward(Duration.ofDays(2));
        var _ = world.finisher.finishDue(ROUND);
        assertThat(world.parked.get(id)).matches(ParkedCall::sendBegan);

        provider(answer(201, "{}"));
        world.clock.forward(Duration.ofHours(11));
        var _ = world.finisher.finishDue(ROUND);

        assertThat(world.completed).containsOnlyKeys(id);
        assertThat(world.recorded()).matches(call -> !call.ambiguous() && call.status() == 201);
    }

    @Test
    void a_charge_in_doubt_is_not_parked_until_after_its_key_is_forgotten() {
        provider(answer(503, "{}", "retry-after", "172800"));

        Outcome.Unanswered failed = world.unanswered(CallRequest.of("orders", "once"));

        assertThat(failed.ambiguous()).isTrue();
        assertThat(failed.detail()).contains("forgotten its idempotency key");
        assertThat(world.parked).isEmpty();
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void each_round_that_is_limited_again_stands_in_the_ledger_and_is_escalated_for_review() {
        UUID id = park("once");
        provider(answer(429, "{}", "retry-after", "600"));

        var _ = world.finisher.finishDue(ROUND);

        assertThat(world.parked.get(id)).matches(waiting -> waiting.refusals() == 1 && !waiting.sendBegan());
        assertThat(world.recorded()).satisfies(round -> {
            assertThat(round.id()).isEqualTo(id);
            assertThat(round.source()).contains(Source.DEFERRED);
            assertThat(round.attempts()).singleElement().matches(attempt -> attempt.status() == 429);
            assertThat(round.signature()).isPresent();
            assertThat(round.incident().orElseThrow().triggers()).containsExactly(EscalationTrigger.REPEATED_SIGNATURE);
        });
    }

    @Test
    void a_round_in_which_nothing_was_sent_is_no_refusal() {
        UUID id = park("once");
        provider(answer(201, "{}"));
        world.throttles.put("orders", NOON.plusSeconds(600));

        var _ = world.finisher.finishDue(ROUND);

        assertThat(world.sent).isEmpty();
        assertThat(world.parked.get(id)).matches(waiting -> waiting.refusals() == 0);
    }

    @Test
    void a_provider_that_refuses_for_ever_is_asked_ten_times_and_then_a_person_is() {
        park("once");
        provider(answer(429, "{}", "retry-after", "600"));

        for (int round = 0; round < 20; round++) {
            var _ = world.finisher.finishDue(ROUND);
            world.clock.forward(Duration.ofSeconds(700));
        }

        assertThat(world.parked).isEmpty();
        assertThat(world.sent).hasSize(11);
        assertThat(world.recorded()).satisfies(call -> {
            assertThat(call.source()).isEmpty();
            assertThat(call.symptom()).contains(Symptom.HTTP_429);
            assertThat(call.ambiguous()).isFalse();
            assertThat(call.incident().orElseThrow().triggers())
                    .contains(EscalationTrigger.STRIKE_THREE, EscalationTrigger.BUSINESS_CRITICAL_RATE_LIMIT);
        });
    }

    @Test
    void a_call_that_waited_for_a_week_is_tried_once_more_with_the_alternatives() {
        world.provider(
                        "orders",
                        Map.of(
                                "baseUrl",
                                API,
                                "fallback",
                                Map.of("provider", "mirror"),
                                "operations",
                                Map.of("list", Map.of("get", "/orders"))))
                .provider("mirror", Map.of("baseUrl", MIRROR, "operations", Map.of("list", Map.of("get", "/o"))))
                .script(API, answer(429, "{}", "retry-after", "600"))
                .script(MIRROR, answer(200, "{}"));
        UUID id = park("list", NOON, 3, false);
        world.clock.forward(Duration.ofDays(7));

        var _ = world.finisher.finishDue(ROUND);

        assertThat(world.completed).containsOnlyKeys(id);
        assertThat(world.recorded().source()).contains(Source.FALLBACK_PROVIDER);
    }

    @Test
    void a_wait_of_more_than_a_week_is_no_way_out() {
        provider(answer(429, "{}", "retry-after", "700000"));
        assertThat(world.unanswered(CallRequest.of("orders", "once")).symptom()).isEqualTo(Symptom.HTTP_429);
        assertThat(world.parked).isEmpty();
    }

    @Test
    void a_call_that_may_have_been_sent_is_ambiguous_though_its_provider_is_gone() {
        park("create", NOON, 1, true);

        var _ = world.finisher.finishDue(ROUND);

        assertThat(world.recorded()).matches(CallRecord::ambiguous).satisfies(call -> assertThat(call.detail())
                .contains("removed"));
    }

    @Test
    void an_operation_slower_than_any_round_is_begun_while_the_round_is_young() {
        park("slow");
        park("slow");
        provider(answer(201, "{}"));
        world.attemptTakes = Duration.ofSeconds(15);

        assertThat(world.finisher.finishDue(ROUND)).isEqualTo(1);

        assertThat(world.sent).singleElement().satisfies(sent -> assertThat(sent.timeout())
                .isLessThanOrEqualTo(ROUND)
                .isGreaterThan(Duration.ofSeconds(20)));
        assertThat(world.parked.values()).singleElement().matches(waiting -> !waiting.sendBegan());
    }

    private void park(UUID id, int tries) {
        world.parked.computeIfPresent(
                id,
                (_, was) -> new ParkedCall(
                        id,
                        was.project(),
                        was.request(),
                        was.tier(),
                        was.notBefore(),
                        tries,
                        0,
                        was.sendBegan(),
                        was.untried(),
                        was.firstSent()));
    }

    @Test
    void a_call_nobody_waits_for_that_is_refused_once_is_no_case_for_a_person() {
        provider(answer(429, "{}", "retry-after", "600"));
        PlannedCall call = world.calls.plan(World.SHOP, CallRequest.of("orders", "create"));

        Outcome accepted = world.calls.accept(new Journey(call), Optional.empty());

        assertThat(accepted).isInstanceOf(Outcome.Answered.class);
        assertThat(world.sent).isEmpty();
        assertThat(world.recorded().symptom()).isEmpty();
        assertThat(world.parked.get(call.id())).matches(ParkedCall::untried);

        assertThat(world.finisher.finishDue(ROUND)).isEqualTo(1);

        assertThat(world.recorded().incident()).isEmpty();
        assertThat(world.parked.get(call.id()))
                .matches(waiting -> !waiting.untried())
                .matches(waiting -> !waiting.notBefore().isBefore(NOON.plusSeconds(600)));
    }

    @Test
    void calls_are_begun_in_the_order_in_which_they_became_due() {
        UUID later = park("create", NOON.minusSeconds(1), 0, false);
        UUID first = park("create", NOON.minusSeconds(9), 0, false);
        provider(answer(201, "{}"));

        var _ = world.finisher.finishDue(ROUND);

        assertThat(world.began).isEqualTo(List.of(first, later));
    }
}
