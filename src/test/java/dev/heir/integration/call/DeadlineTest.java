package dev.heir.integration.call;

import static dev.heir.integration.call.World.HANGS;
import static dev.heir.integration.call.World.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.strike.Circuit;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.Window;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One deadline for all: who gets how much of it, and whom a lack of it speaks against. */
class DeadlineTest {

    private static final String API = "https://api.example.com";
    private static final String MIRROR = "https://mirror.example.com";
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final World world = new World();

    private static Map<String, Object> document(Map<String, Object> more) {
        Map<String, Object> document = new HashMap<>(Map.of(
                "baseUrl",
                API,
                "operations",
                Map.of("list", Map.of("get", "/orders"), "create", Map.of("post", "/orders"))));
        document.putAll(more);
        return document;
    }

    private World withMirror(Map<String, Object> more) {
        Map<String, Object> document = document(Map.of("fallback", Map.of("provider", "mirror")));
        document.putAll(more);
        return world.provider("orders", document)
                .provider(
                        "mirror",
                        Map.of(
                                "baseUrl",
                                MIRROR,
                                "operations",
                                Map.of("list", Map.of("get", "/o"), "create", Map.of("post", "/o"))))
                .script(MIRROR, answer(200, "{}"));
    }

    private static CallRequest call(String operation, Tier tier, Duration deadline) {
        return new CallRequest(
                "orders",
                Optional.of(operation),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Body.EMPTY,
                Optional.of(tier),
                Optional.of(deadline),
                Optional.empty(),
                false);
    }

    private long failures() {
        return world.windows.getOrDefault(API, Window.EMPTY).failures();
    }

    private static CallRequest list() {
        return call("list", Tier.IMPORTANT, DEADLINE);
    }

    @Test
    void a_primary_that_hangs_leaves_the_fallback_its_time() {
        withMirror(Map.of()).script(API, HANGS);
        assertThat(world.answered(list()).source()).isEqualTo(Source.FALLBACK_PROVIDER);
        assertThat(world.sent.getLast().timeout()).isGreaterThan(Duration.ofSeconds(2));
        assertThat(Duration.between(World.NOON, world.clock.instant())).isLessThan(DEADLINE);
    }

    @Test
    void a_credential_that_hangs_leaves_the_next_and_the_fallback_their_time() {
        withMirror(Map.of("credentials", List.of("one", "two", "three")))
                .script(API, answer(429, "{}", "retry-after", "600"), HANGS);
        assertThat(world.answered(list()).source()).isEqualTo(Source.FALLBACK_PROVIDER);
        assertThat(world.sent)
                .extracting(sent -> sent.signature().headers().getOrDefault("authorization", ""))
                .contains("Bearer s3cr3t-one", "Bearer s3cr3t-two", "Bearer s3cr3t-three");
    }

    @Test
    void without_anything_to_come_after_it_the_primary_has_all_the_time() {
        world.provider("orders", document(Map.of())).script(API, HANGS);
        world.unanswered(list());
        assertThat(world.sent.getFirst().timeout()).isEqualTo(DEADLINE);
    }

    @Test
    void what_is_nice_to_have_is_skipped_and_so_leaves_no_time_for_a_fallback() {
        withMirror(Map.of()).script(API, HANGS);
        world.answered(call("list", Tier.NICE_TO_HAVE, DEADLINE));
        assertThat(world.sent.getFirst().timeout()).isEqualTo(DEADLINE);
    }

    @Test
    void a_request_with_an_effect_is_not_cut_off_for_the_sake_of_a_fallback() {
        withMirror(Map.of()).script(API, HANGS);
        assertThat(world.unanswered(call("create", Tier.IMPORTANT, DEADLINE)).ambiguous())
                .isTrue();
        assertThat(world.sent.getFirst().timeout()).isEqualTo(DEADLINE);
    }

    @Test
    void a_wait_that_was_asked_for_may_use_the_time_of_the_fallback_but_what_is_left_then_is_shared_again() {
        withMirror(Map.of()).script(API, answer(429, "{}", "retry-after", "8"), HANGS);
        assertThat(world.answered(list()).source()).isEqualTo(Source.FALLBACK_PROVIDER);
        assertThat(world.waits.getFirst()).isGreaterThanOrEqualTo(Duration.ofSeconds(8));
        assertThat(world.sent.get(1).timeout()).isBetween(Duration.ofMillis(1300), Duration.ofMillis(1500));
    }

    @Test
    void a_fallback_that_it_is_too_late_for_is_not_asked_and_nothing_is_held_against_it() {
        world.attemptTakes = DEADLINE;
        withMirror(Map.of()).script(API, new Reply.NotSent("connection refused", false));
        world.unanswered(call("create", Tier.IMPORTANT, DEADLINE));
        assertThat(world.sent).hasSize(1);
        assertThat(world.windows.getOrDefault(MIRROR, Window.EMPTY)).isEqualTo(Window.EMPTY);
        assertThat(world.recorded().strikes())
                .anySatisfy(strike -> assertThat(strike.detail()).contains("deadline"));
    }

    @Test
    void an_attempt_that_signing_left_no_time_for_is_not_made() {
        world.provider("orders", document(Map.of("credential", "slow"))).script(API, answer(200, "{}"));
        world.signingTakes = DEADLINE;
        world.unanswered(list());
        assertThat(world.sent).isEmpty();
        assertThat(world.windows).isEmpty();
    }

    @Test
    void callers_in_a_hurry_do_not_close_a_provider_to_the_others() {
        world.provider("orders", document(Map.of())).script(API, HANGS);
        for (int call = 0; call < 20; call++) {
            world.unanswered(call("list", Tier.IMPORTANT, Duration.ofMillis(100)));
        }
        assertThat(world.circuits.getOrDefault(API, new Circuit.Closed())).isInstanceOf(Circuit.Closed.class);
        assertThat(failures()).isZero();
    }

    @Test
    void a_probe_in_a_hurry_shows_nothing_and_leaves_the_circuit_as_it_is() {
        world.provider("orders", document(Map.of())).script(API, HANGS);
        world.circuits.put(API, new Circuit.Open(World.NOON.minusSeconds(30), World.NOON));
        world.unanswered(call("list", Tier.IMPORTANT, Duration.ofMillis(100)));
        assertThat(world.circuits.get(API)).isInstanceOf(Circuit.HalfOpen.class);
    }

    @Test
    void an_attempt_that_had_the_time_of_its_operation_counts_however_short_that_is() {
        world.provider(
                        "orders",
                        Map.of(
                                "baseUrl",
                                API,
                                "operations",
                                Map.of("list", Map.of("get", "/orders", "timeout", "80ms"))))
                .script(API, HANGS);
        world.unanswered(call("list", Tier.IMPORTANT, Duration.ofMillis(100)));
        assertThat(failures()).isEqualTo(1);
    }

    @Test
    void a_lack_of_time_is_its_callers_fault_and_told_so() {
        world.provider("orders", document(Map.of())).script(API, HANGS);
        Outcome.Unanswered failed = world.unanswered(call("list", Tier.IMPORTANT, Duration.ofMillis(100)));
        assertThat(failed.fault()).isEqualTo(Fault.CALLER);
        assertThat(world.recorded().fault()).contains(Fault.CALLER);
        assertThat(failed.next().getFirst()).contains("longer 'deadline'");
    }

    @Test
    void a_last_attempt_in_a_hurry_excuses_nobody_who_had_the_time_before() {
        world.provider("orders", document(Map.of())).script(API, HANGS);
        Outcome.Unanswered failed = world.unanswered(call("list", Tier.IMPORTANT, Duration.ofSeconds(11)));
        assertThat(world.sent).hasSize(2);
        assertThat(failed.fault()).isEqualTo(Fault.PROVIDER);
        assertThat(failures()).isEqualTo(1);
    }

    @Test
    void an_attempt_cut_short_counts_all_the_same_when_it_had_a_fair_time() {
        world.provider("orders", document(Map.of())).script(API, HANGS);
        world.unanswered(call("list", Tier.IMPORTANT, Duration.ofSeconds(3)));
        assertThat(failures()).isEqualTo(1);
    }
}
