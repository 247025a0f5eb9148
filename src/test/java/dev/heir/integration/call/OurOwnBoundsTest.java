package dev.heir.integration.call;

import static dev.heir.integration.call.World.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.strike.Circuit;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What our own bounds keep from happening is final, and nothing of it is blamed on the provider. */
class OurOwnBoundsTest {

    private static final String API = "https://api.example.com";
    private static final String BACKUP = "https://backup.example.com";
    private static final String MIRROR = "https://mirror.example.com";
    private static final Reply LARGE =
            new Reply.TooLarge(200, "the answer is larger than integration.outbound.largest-answer, 10 bytes");
    private static final Reply BEHIND_THE_WALL = new Reply.Withheld("host 'api.example.com' has no address");

    private final World world = new World();

    private World orders(Map<String, Object> more) {
        Map<String, Object> document = new HashMap<>(Map.of(
                "baseUrl",
                API,
                "operations",
                Map.of(
                        "list", Map.of("get", "/orders"),
                        "create", Map.of("post", "/orders"),
                        "charge", Map.of("post", "/charges", "idempotencyKey", "Idempotency-Key"))));
        document.putAll(more);
        return world.provider("orders", document);
    }

    private static CallRequest call(String operation, Tier tier) {
        return new CallRequest(
                "orders",
                Optional.of(operation),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Body.EMPTY,
                Optional.of(tier),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    private static CallRequest list() {
        return call("list", Tier.CRITICAL);
    }

    private long failures() {
        return world.windows.getOrDefault(API, Window.EMPTY).failures();
    }

    @Test
    void an_answer_that_is_too_large_is_asked_for_once() {
        orders(Map.of()).script(API, LARGE);
        Outcome.Unanswered failed = world.unanswered(list());
        assertThat(world.sent).hasSize(1);
        assertThat(failed.fault()).isEqualTo(Fault.ORCHESTRATOR);
        assertThat(world.recorded().fault()).contains(Fault.ORCHESTRATOR);
        assertThat(failed.detail()).contains("would end the same way");
        assertThat(failed.next()).anySatisfy(step -> assertThat(step).contains("/v1/proxy", "largest-answer"));
    }

    @Test
    void large_answers_open_no_circuit() {
        orders(Map.of()).script(API, LARGE);
        for (int call = 0; call < 20; call++) {
            world.unanswered(list());
        }
        assertThat(failures()).isZero();
        assertThat(world.circuits.getOrDefault(API, new Circuit.Closed())).isInstanceOf(Circuit.Closed.class);
    }

    @Test
    void a_probe_whose_answer_is_too_large_has_found_the_target_well() {
        orders(Map.of()).script(API, LARGE);
        world.circuits.put(API, new Circuit.Open(World.NOON.minusSeconds(30), World.NOON));
        world.unanswered(list());
        assertThat(world.circuits.get(API)).isInstanceOf(Circuit.Closed.class);
    }

    @Test
    void a_request_whose_answer_is_too_large_was_carried_out_and_is_neither_ambiguous_nor_sent_again() {
        for (String operation : List.of("create", "charge")) {
            World apart = new World();
            apart.provider(
                            "orders",
                            Map.of(
                                    "baseUrl",
                                    API,
                                    "operations",
                                    Map.of(
                                            "create", Map.of("post", "/orders"),
                                            "charge", Map.of("post", "/charges", "idempotencyKey", "Idempotency-Key")),
                                    "fallback",
                                    Map.of("provider", "mirror")))
                    .provider(
                            "mirror",
                            Map.of(
                                    "baseUrl",
                                    MIRROR,
                                    "operations",
                                    Map.of("create", Map.of("post", "/o"), "charge", Map.of("post", "/c"))))
                    .script(API, LARGE)
                    .script(MIRROR, answer(201, "{}"));
            Outcome.Unanswered failed = apart.unanswered(call(operation, Tier.CRITICAL));
            assertThat(failed.ambiguous()).isFalse();
            assertThat(failed.next().getFirst()).contains("carried out");
            assertThat(apart.sent).hasSize(1);
        }
    }

    @Test
    void what_was_carried_out_is_not_called_skipped() {
        orders(Map.of()).script(API, LARGE);
        assertThat(world.unanswered(call("create", Tier.NICE_TO_HAVE)).fault()).isEqualTo(Fault.ORCHESTRATOR);
    }

    @Test
    void a_smaller_answer_of_the_fallback_provider_helps() {
        orders(Map.of("fallback", Map.of("provider", "mirror")))
                .provider("mirror", Map.of("baseUrl", MIRROR, "operations", Map.of("list", Map.of("get", "/o"))))
                .script(API, LARGE)
                .script(MIRROR, answer(200, "{}"));
        assertThat(world.answered(list()).source()).isEqualTo(Source.FALLBACK_PROVIDER);
    }

    @Test
    void what_the_wall_keeps_in_is_not_tried_again_nor_held_against_the_provider() {
        orders(Map.of()).script(API, BEHIND_THE_WALL);
        Outcome.Unanswered failed = world.unanswered(call("create", Tier.CRITICAL));
        assertThat(world.sent).hasSize(1);
        assertThat(failed.fault()).isEqualTo(Fault.ORCHESTRATOR);
        assertThat(failed.ambiguous()).isFalse();
        assertThat(failures()).isZero();
    }

    @Test
    void an_alternative_may_have_the_address_that_the_primary_lacks() {
        orders(Map.of("alternatives", List.of(BACKUP)))
                .script(API, BEHIND_THE_WALL)
                .script(BACKUP, answer(200, "{}"));
        assertThat(world.answered(list()).source()).isEqualTo(Source.ALTERNATIVE_ENDPOINT);
        assertThat(world.waits).isEmpty();
    }

    @Test
    void a_probe_that_did_not_leave_shows_nothing() {
        orders(Map.of()).script(API, BEHIND_THE_WALL);
        world.circuits.put(API, new Circuit.Open(World.NOON.minusSeconds(30), World.NOON));
        world.unanswered(list());
        assertThat(world.circuits.get(API)).isInstanceOf(Circuit.HalfOpen.class);
    }

    @Test
    void that_a_callers_own_credential_is_not_accepted_is_an_answer_and_nobodys_incident() {
        orders(Map.of()).script(API, answer(401, "{\"error\":\"expired\"}", "www-authenticate", "Bearer"));
        Answer answer = world.answered(list());
        assertThat(answer.source()).isEqualTo(Source.LIVE);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body().text()).contains("expired");
        assertThat(answer.detail()).contains("no credential of ours");
        assertThat(world.recorded().incident()).isEmpty();
        assertThat(world.recorded().symptom()).isEmpty();
        assertThat(world.answered(list()).status()).isEqualTo(401);
        assertThat(world.recorded().incident()).isEmpty();
    }

    @Test
    void that_ours_is_not_accepted_is_still_our_fault() {
        orders(Map.of("credential", "key")).script(API, answer(401, "{}"));
        assertThat(world.unanswered(list()).fault()).isEqualTo(Fault.ORCHESTRATOR);
        assertThat(world.recorded().incident()).isPresent();
    }
}
