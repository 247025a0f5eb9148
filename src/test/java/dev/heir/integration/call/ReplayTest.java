package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.ProviderDocument;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.strike.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What of a call is kept, and how it may be asked again. */
class ReplayTest {

    private static final String API = "https://api.example.com";
    private static final Replay.Decision NONE = new Replay.Decision(Optional.empty(), false);

    private final Map<String, Map<String, ?>> operations = Map.of(
            "list", Map.of("get", "/orders"),
            "create", Map.of("post", "/orders"),
            "once", Map.of("post", "/orders", "idempotencyKey", "Idempotency-Key"));
    private final World world = new World().provider("orders", Map.of("baseUrl", API, "operations", operations));

    private Optional<CallRequest> decide(String operation, Replay.Decision decision) {
        CallRecord recorded = world.recorded();
        CallRequest kept = recorded.asked().kept().orElseGet(() -> CallRequest.of("orders", operation)
                .withIdempotencyKey(Optional.of("first")));
        return Replay.decide(
                recorded,
                kept,
                recorded.receivedAt(),
                Objects.requireNonNull(ProviderDocument.read("orders", Map.of("baseUrl", API, "operations", operations))
                        .operations()
                        .get(operation)),
                "ID-1",
                decision,
                world.clock.instant());
    }

    private void call(String operation, Reply reply) {
        world.script(API, reply);
        var _ = world.calls.answer(World.SHOP, CallRequest.of("orders", operation));
    }

    @Test
    void what_was_not_answered_is_kept_with_the_key_that_was_sent_and_what_was_answered_is_not() {
        call("list", World.answer(200, "{}"));
        assertThat(world.recorded().asked()).isEqualTo(CallRecord.Asked.NOT_KEPT);

        call("once", World.answer(503, "{}"));
        CallRequest kept = world.recorded().asked().kept().orElseThrow();
        assertThat(kept.idempotencyKey())
                .contains(world.sent.getLast().headers().get("idempotency-key"));
    }

    @Test
    void what_may_be_a_secret_and_what_is_large_is_not_kept() {
        world.script(API, World.answer(503, "{}"));
        var _ = world.calls.answer(World.SHOP, with(Map.of("X-Token", "t"), 1));
        assertThat(world.recorded().asked().kept()).isEmpty();
        var _ = world.calls.answer(World.SHOP, with(Map.of(), 65537));
        assertThat(world.recorded().asked().kept()).isEmpty();
        var _ = world.calls.answer(World.SHOP, with(Map.of(), 65536));
        assertThat(world.recorded().asked().kept()).isPresent();
    }

    private static CallRequest with(Map<String, String> headers, int size) {
        return new CallRequest(
                "orders",
                Optional.of("list"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                headers,
                Body.of(new byte[size]),
                Optional.of(Tier.IMPORTANT),
                Optional.of(Duration.ofSeconds(1)),
                Optional.empty(),
                false);
    }

    @Test
    void a_safe_call_is_asked_again_and_refers_to_the_first() {
        call("list", World.answer(503, "{}"));
        assertThat(decide("list", NONE)).map(CallRequest::replayOf).contains(Optional.of("ID-1"));
    }

    @Test
    void an_effect_with_a_key_is_asked_again_under_the_same_one_unless_its_caller_wants_another() {
        call("once", World.answer(500, "{}"));
        String sent = world.sent.getLast().headers().get("idempotency-key");
        assertThat(decide("once", NONE).orElseThrow().idempotencyKey()).contains(sent);
        assertThat(decide("once", new Replay.Decision(Optional.of("new"), false))
                        .orElseThrow()
                        .idempotencyKey())
                .contains("new");
    }

    @Test
    void a_key_protects_no_longer_than_providers_remember_it() {
        call("once", World.answer(500, "{}"));
        world.clock.forward(Duration.ofHours(24).minusSeconds(60));
        assertThat(decide("once", NONE)).isPresent();
        world.clock.forward(Duration.ofSeconds(61));
        assertThat(decide("once", NONE)).isEmpty();
        assertThat(decide("once", new Replay.Decision(Optional.empty(), true))).isPresent();
    }

    @Test
    void a_key_that_was_never_sent_is_not_kept_and_protects_nothing_when_the_operation_takes_one_later() {
        world.script(API, new Reply.Lost("connection closed", false));
        var _ = world.calls.answer(
                World.SHOP, CallRequest.of("orders", "create").withIdempotencyKey(Optional.of("k")));
        assertThat(world.sent).noneMatch(sent -> sent.headers().containsKey("idempotency-key"));
        CallRecord recorded = world.recorded();
        assertThat(recorded.idempotencyKey()).contains("k");
        assertThat(recorded.asked().kept().orElseThrow().idempotencyKey()).isEmpty();
        assertThat(decide("once", NONE)).isEmpty();
    }

    @Test
    void an_effect_without_a_key_that_may_have_happened_waits_for_a_decision() {
        call("create", World.answer(500, "{}"));
        assertThat(world.recorded().ambiguous()).isTrue();
        assertThat(decide("create", NONE)).isEmpty();
        assertThat(decide("create", new Replay.Decision(Optional.empty(), true)))
                .isPresent();

        call("create", World.answer(201, "{}"));
        assertThat(decide("create", NONE)).isEmpty();
    }

    @Test
    void an_effect_that_certainly_did_not_happen_is_asked_again() {
        call("create", new Reply.NotSent("connection refused", false));
        assertThat(world.recorded().source()).isEmpty();
        assertThat(decide("create", NONE)).isPresent();
    }

    @Test
    void a_replay_says_so_in_its_own_record_and_is_kept_as_well() {
        world.script(API, World.answer(200, "{}"));
        var _ = world.calls.answer(World.SHOP, CallRequest.of("orders", "list").again("ID-1"));
        assertThat(world.recorded().asked().replayOf()).contains("ID-1");
        assertThat(world.recorded().asked().kept()).isPresent();
    }

    @Test
    void each_way_to_record_keeps_what_it_says() {
        for (Source source : Source.values()) {
            assertThat(Recording.NOTHING.keeps(Optional.of(source), true)).isFalse();
            assertThat(Recording.EVERYTHING.keeps(Optional.of(source), false)).isEqualTo(source != Source.DEFERRED);
            assertThat(Recording.UNANSWERED.keeps(Optional.of(source), false))
                    .isEqualTo(Set.of(Source.STALE, Source.DEGRADED, Source.SKIPPED)
                            .contains(source));
            assertThat(Recording.UNANSWERED.keeps(Optional.of(source), true)).isEqualTo(source != Source.DEFERRED);
        }
        assertThat(Recording.UNANSWERED.keeps(Optional.empty(), false)).isTrue();
    }
}
