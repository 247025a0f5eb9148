package dev.heir.integration.call;

import static dev.heir.integration.call.World.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.strike.Reply;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a caller hears who sends the same request under the same key again. */
class OnceTest {

    private static final String API = "https://api.example.com";
    private static final String MIRROR = "https://mirror.example.com";
    private static final Reply LOST = new Reply.Lost("connection closed", false);
    private static final Reply UNREACHABLE = new Reply.NotSent("connection refused", false);

    private final World world = new World();

    @BeforeEach
    void register() {
        Map<String, Object> operations = Map.of(
                "create", Map.of("post", "/orders"),
                "charge", Map.of("post", "/charges", "idempotencyKey", "Idempotency-Key"));
        world.provider(
                        "orders",
                        Map.of("baseUrl", API, "operations", operations, "fallback", Map.of("provider", "mirror")))
                .provider("mirror", Map.of("baseUrl", MIRROR, "operations", operations))
                .script(API, answer(201, "{\"n\":1}"), answer(201, "{\"n\":2}"))
                .script(MIRROR, UNREACHABLE);
    }

    private static CallRequest request(String operation, String body, Duration deadline) {
        return request(operation, body, deadline, Tier.IMPORTANT);
    }

    private static CallRequest request(String operation, String body, Duration deadline, Tier tier) {
        return new CallRequest(
                "orders",
                Optional.of(operation),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Body.of(body),
                Optional.of(tier),
                Optional.of(deadline),
                Optional.of("k-1"),
                true);
    }

    private Once.Heard ask(String operation) {
        return world.once.answer(World.SHOP, request(operation, "{}", Duration.ofSeconds(10)), Optional.of("k-1"));
    }

    private static Answer answerOf(Once.Heard heard) {
        return switch (heard) {
            case Once.Heard.First(Outcome.Answered answered) -> answered.answer();
            case Once.Heard.Again(Outcome.Answered answered) -> answered.answer();
            default -> throw new AssertionError("no answer: " + heard);
        };
    }

    @Test
    void a_repeated_request_is_answered_from_the_first_ones_result_and_not_sent() {
        Answer first = answerOf(ask("create"));
        world.clock.forward(Duration.ofHours(1));
        Once.Heard heard = ask("create");
        assertThat(heard).isInstanceOf(Once.Heard.Again.class);
        Answer again = answerOf(heard);
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.age()).isEqualTo(Duration.ofHours(1));
        assertThat(world.sent).hasSize(1);
        assertThat(world.ledger).hasSize(1);
    }

    @Test
    void what_only_reads_is_asked_again_and_nothing_of_it_is_kept() {
        world.provider("reads", Map.of("baseUrl", API, "operations", Map.of("list", Map.of("get", "/orders"))));
        CallRequest list = CallRequest.of("reads", "list");
        assertThat(world.once.answer(World.SHOP, list, Optional.of("k-2"))).isInstanceOf(Once.Heard.First.class);
        assertThat(world.once.answer(World.SHOP, list, Optional.of("k-2"))).isInstanceOf(Once.Heard.First.class);
        assertThat(world.sent).hasSize(2);
    }

    @Test
    void a_large_answer_to_an_effect_is_not_kept_and_a_repetition_hears_so_and_sends_nothing() {
        world.script(API, answer(201, "{\"receipt\":\"" + "x".repeat(1_000) + "\"}"));
        Answer first = answerOf(ask("create"));

        assertThat(ask("create")).isEqualTo(new Once.Heard.NotKept(first.id(), 201));
        assertThat(world.sent).hasSize(1);
    }

    /** As a batch asks, which has one key for all of its calls: none of their own is in the request. */
    @Test
    void the_callers_key_is_the_providers_as_well_whatever_door_it_came_by() {
        world.script(API, LOST);
        var _ = world.once.answer(World.SHOP, CallRequest.of("orders", "charge"), Optional.of("b/0"));
        world.script(API, answer(201, "{}"));
        assertThat(answerOf(world.once.answer(World.SHOP, CallRequest.of("orders", "charge"), Optional.of("b/0")))
                        .status())
                .isEqualTo(201);
        assertThat(world.sent.stream()
                        .map(sent -> sent.headers().get("idempotency-key"))
                        .distinct())
                .containsExactly("b/0");
    }

    @Test
    void less_time_to_wait_is_the_same_request_and_another_body_is_not() {
        ask("create");
        assertThat(world.once.answer(World.SHOP, request("create", "{}", Duration.ofSeconds(3)), Optional.of("k-1")))
                .isInstanceOf(Once.Heard.Again.class);
        assertThat(world.once.answer(
                        World.SHOP, request("create", "{\"other\":1}", Duration.ofSeconds(10)), Optional.of("k-1")))
                .isEqualTo(new Once.Heard.UsedOtherwise("k-1"));
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void text_in_a_value_does_not_make_two_requests_one() {
        assertThat(fingerprint(Map.of("a", "1, b=2"), Map.of()))
                .isNotEqualTo(fingerprint(Map.of("a", "1", "b", "2"), Map.of()));
        assertThat(fingerprint(Map.of(), Map.of("x-a", "1, x-b=2")))
                .isNotEqualTo(fingerprint(Map.of(), Map.of("x-a", "1", "x-b", "2")));
        assertThat(fingerprint(Map.of("a", "1"), Map.of("X-A", "1")))
                .isEqualTo(fingerprint(Map.of("a", "1"), Map.of("x-a", "1")));
    }

    private static String fingerprint(Map<String, String> params, Map<String, String> headers) {
        CallRequest request = new CallRequest(
                "billing",
                Optional.of("create"),
                Optional.empty(),
                Optional.empty(),
                params,
                headers,
                Body.EMPTY,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
        return CallerKey.of(World.SHOP, "k-1", request).request();
    }

    @Test
    void a_request_under_way_is_not_sent_beside_itself() {
        CallRequest request = request("create", "{}", Duration.ofSeconds(10));
        world.keys.claim(CallerKey.of(World.SHOP, "k-1", request), world.call(), World.NOON, Duration.ofSeconds(40));
        assertThat(ask("create")).isEqualTo(new Once.Heard.UnderWay(Duration.ofSeconds(40)));
        assertThat(world.sent).isEmpty();
    }

    @Test
    void a_failure_that_certainly_did_nothing_frees_the_key() {
        world.script(API, UNREACHABLE);
        assertThat(ask("create")).isInstanceOfSatisfying(Once.Heard.First.class, first -> assertThat(first.outcome())
                .isInstanceOf(Outcome.Unanswered.class));
        world.script(API, answer(201, "{}"));
        assertThat(ask("create")).isInstanceOf(Once.Heard.First.class);
    }

    @Test
    void an_answer_of_our_own_frees_the_key_as_a_failure_does_that_did_nothing() {
        CallRequest nice = request("create", "{}", Duration.ofSeconds(10), Tier.NICE_TO_HAVE);
        world.script(API, UNREACHABLE);
        assertThat(answerOf(world.once.answer(World.SHOP, nice, Optional.of("k-1")))
                        .source())
                .isEqualTo(Source.SKIPPED);
        world.script(API, answer(201, "{}"));
        assertThat(answerOf(world.once.answer(World.SHOP, nice, Optional.of("k-1")))
                        .source())
                .isEqualTo(Source.LIVE);
        assertThat(world.once.answer(World.SHOP, nice, Optional.of("k-1"))).isInstanceOf(Once.Heard.Again.class);
    }

    @Test
    void a_declared_answer_to_an_effect_that_did_not_happen_frees_the_key() {
        world.provider(
                        "orders",
                        Map.of(
                                "baseUrl",
                                API,
                                "operations",
                                Map.of("create", Map.of("post", "/orders", "degraded", Map.of("id", "later")))))
                .script(API, UNREACHABLE);
        assertThat(answerOf(ask("create")).source()).isEqualTo(Source.DEGRADED);
        world.script(API, answer(201, "{}"));
        assertThat(answerOf(ask("create")).source()).isEqualTo(Source.LIVE);
    }

    @Test
    void a_doubtful_failure_is_told_again_and_never_sent_again() {
        world.script(API, LOST);
        ask("create");
        world.script(API, answer(201, "{}"));
        assertThat(ask("create")).isInstanceOfSatisfying(Once.Heard.Again.class, again -> assertThat(again.outcome())
                .isInstanceOfSatisfying(Outcome.Unanswered.class, failed -> {
                    assertThat(failed.ambiguous()).isTrue();
                    assertThat(failed.next()).first().asString().contains("find out at the provider");
                }));
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void what_was_carried_out_without_an_answer_we_could_give_is_told_as_carried_out() {
        world.script(API, new Reply.TooLarge(201, "the answer is too large"));
        ask("create");
        assertThat(ask("create")).isInstanceOfSatisfying(Once.Heard.Again.class, again -> assertThat(again.outcome())
                .isInstanceOfSatisfying(Outcome.Unanswered.class, failed -> assertThat(failed.next())
                        .singleElement()
                        .asString()
                        .contains("do not send it again")));
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void a_doubtful_failure_at_a_provider_that_knows_the_key_is_sent_again_under_it() {
        world.script(API, LOST);
        ask("charge");
        int before = world.sent.size();
        world.script(API, answer(201, "{}"));
        assertThat(answerOf(ask("charge")).status()).isEqualTo(201);
        assertThat(world.sent).hasSizeGreaterThan(before);
        assertThat(world.sent).allMatch(sent -> "k-1".equals(sent.headers().get("idempotency-key")));
    }

    @Test
    void what_is_in_doubt_is_protected_by_its_key_from_the_first_use_on_and_no_longer() {
        world.script(API, LOST);
        ask("charge");
        world.clock.forward(Duration.ofHours(23));
        ask("charge");
        world.clock.forward(Duration.ofMinutes(61));
        int before = world.sent.size();

        assertThat(ask("charge")).isInstanceOfSatisfying(Once.Heard.First.class, first -> assertThat(first.outcome())
                .isInstanceOfSatisfying(Outcome.Unanswered.class, failed -> assertThat(failed.ambiguous())
                        .isTrue()));
        assertThat(world.sent).hasSize(before);
    }

    @Test
    void a_repetition_that_is_parked_knows_since_when_its_provider_has_the_key() {
        world.script(API, LOST);
        ask("charge");
        world.clock.forward(Duration.ofHours(23));
        world.script(API, answer(429, "{}", "retry-after", "600"));
        ask("charge");
        assertThat(world.parked.values()).singleElement().satisfies(waiting -> assertThat(waiting.firstSent())
                .contains(World.NOON));
    }

    @Test
    void what_one_provider_may_have_done_is_not_asked_of_another_by_a_repetition() {
        world.script(API, LOST);
        ask("charge");
        world.script(API, UNREACHABLE).script(MIRROR, answer(201, "{}"));
        ask("charge");
        assertThat(world.sent).noneMatch(sent -> sent.uri().toString().startsWith(MIRROR));
    }

    @Test
    void a_request_whose_instance_died_is_doubtful_when_its_time_is_over() {
        CallRequest request = request("create", "{}", Duration.ofSeconds(10));
        world.keys.claim(CallerKey.of(World.SHOP, "k-1", request), world.call(), World.NOON, Duration.ofSeconds(40));
        world.clock.forward(Duration.ofSeconds(41));
        assertThat(ask("create")).isInstanceOfSatisfying(Once.Heard.First.class, first -> assertThat(first.outcome())
                .isInstanceOfSatisfying(Outcome.Unanswered.class, failed -> assertThat(failed.ambiguous())
                        .isTrue()));
        assertThat(world.sent).isEmpty();
        assertThat(ask("create")).isInstanceOf(Once.Heard.Again.class);
    }

    @Test
    void a_parked_request_is_told_with_its_place_and_not_parked_twice() {
        world.script(API, answer(429, "{}", "retry-after", "600"));
        Answer first = answerOf(ask("create"));
        Answer again = answerOf(ask("create"));
        assertThat(again.source()).isEqualTo(Source.DEFERRED);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(world.parked).hasSize(1);
    }

    @Test
    void our_own_failure_keeps_the_key_when_something_left_and_gives_it_back_when_nothing_did() {
        RuntimeException down = new Ledger.LedgerUnavailable("down", new SQLException("down"));
        world.ledgerTrouble = Optional.of(down);
        assertThat(catchThrowable(() -> ask("create"))).isInstanceOf(Unrecorded.class);
        assertThat(ask("create")).isInstanceOf(Once.Heard.UnderWay.class);
        assertThat(world.keys.held).hasSize(1);
        world.keys.held.clear();
        world.script(API, UNREACHABLE);
        assertThat(catchThrowable(() -> ask("create"))).isSameAs(down);
        assertThat(world.keys.held).isEmpty();
    }

    @Test
    void a_request_without_a_key_claims_nothing() {
        CallRequest request = request("create", "{}", Duration.ofSeconds(10));
        assertThat(List.of(
                        world.once.answer(World.SHOP, request, Optional.empty()),
                        world.once.answer(World.SHOP, request, Optional.empty())))
                .hasOnlyElementsOfType(Once.Heard.First.class);
        assertThat(world.keys.held).isEmpty();
        assertThat(world.sent).hasSize(2);
    }
}
