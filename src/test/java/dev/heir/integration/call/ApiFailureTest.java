package dev.heir.integration.call;

import static dev.heir.integration.call.World.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.strike.Circuit;
import dev.heir.integration.strike.CircuitBreaker;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Remedy;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.Symptom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The ladder of API_FAILURE, rung by rung. */
class ApiFailureTest {

    private static final String API = "https://api.example.com";
    private static final String BACKUP = "https://backup.example.com";
    private static final String MIRROR = "https://mirror.example.com";
    private static final Reply DOWN = new Reply.NotSent("connection refused", false);
    private static final Reply CUT = new Reply.Lost("connection closed", false);

    private final World world = new World();

    private static Map<String, Object> document(Map<String, Object> more) {
        Map<String, Object> document = new HashMap<>(Map.of(
                "baseUrl",
                API,
                "operations",
                Map.of(
                        "list", Map.of("get", "/orders"),
                        "read", Map.of("get", "/orders/{id}"),
                        "create", Map.of("post", "/orders"),
                        "charge",
                                Map.of(
                                        "post", "/charges",
                                        "idempotencyKey", "Idempotency-Key"))));
        document.putAll(more);
        return document;
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

    @Test
    void a_provider_that_answers_is_asked_once() {
        world.provider("orders", document(Map.of())).script(API, answer(200, "{}"));
        Answer answer = world.answered(list());
        assertThat(answer.source()).isEqualTo(Source.LIVE);
        assertThat(answer.strikes()).isEmpty();
        assertThat(world.sent).hasSize(1);
        assertThat(world.recorded().attempts()).hasSize(1);
    }

    @Test
    void what_is_not_found_is_an_answer_and_no_failure() {
        world.provider("orders", document(Map.of())).script(API, answer(404, "{}"));
        Answer answer = world.answered(list());
        assertThat(answer.source()).isEqualTo(Source.LIVE);
        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void the_detail_begins_with_what_the_provider_did_and_a_strike_that_was_not_tried_is_not_spent() {
        world.provider(
                        "bare",
                        Map.of(
                                "baseUrl",
                                "https://bare.example.com",
                                "operations",
                                Map.of("look", Map.of("get", "/look"))))
                .script("https://bare.example.com", new Reply.NotSent("the provider refused the connection", false));
        Outcome.Unanswered failed = world.unanswered(CallRequest.of("bare", "look"));
        assertThat(failed.detail()).startsWith("not sent: the provider refused the connection; ");
        assertThat(failed.strikes().getLast().detail())
                .isEqualTo("strike one is spent, and there was nothing to try for strike two");

        world.script("https://bare.example.com", new Reply.Withheld("host 'bare.example.com' has no address", true));
        assertThat(world.unanswered(CallRequest.of("bare", "look")).fault()).isEqualTo(Fault.PROVIDER);
    }

    @Test
    void a_failing_provider_is_retried_and_the_ledger_says_so() {
        world.provider("orders", document(Map.of())).script(API, answer(503, ""), answer(200, "{}"));
        Answer answer = world.answered(list());
        assertThat(answer.source()).isEqualTo(Source.LIVE);
        assertThat(answer.strikes()).singleElement().satisfies(strike -> {
            assertThat(strike.remedy()).contains(Remedy.RETRY_WITH_BACKOFF);
            assertThat(strike.symptom()).isEqualTo(Symptom.SERVICE_UNAVAILABLE);
            assertThat(strike.worked()).isTrue();
        });
        assertThat(world.recorded().attempts())
                .extracting(CallRecord.Attempt::status)
                .containsExactly(503, 200);
    }

    @Test
    void an_unreachable_primary_is_left_for_the_alternative_at_once() {
        world.provider("orders", document(Map.of("alternatives", List.of(BACKUP))))
                .script(API, DOWN)
                .script(BACKUP, answer(200, "{}"));
        Answer answer = world.answered(list());
        assertThat(answer.source()).isEqualTo(Source.ALTERNATIVE_ENDPOINT);
        assertThat(answer.endpoint()).contains(BACKUP);
        assertThat(world.waits).isEmpty();
    }

    @Test
    void a_primary_that_hangs_leaves_the_alternative_its_time_and_is_not_asked_twice() {
        world.provider("orders", document(Map.of("alternatives", List.of(BACKUP))))
                .script(API, new Reply.Lost("timed out", true))
                .script(BACKUP, answer(200, "{}"));
        Answer answer = world.answered(call("list", Tier.IMPORTANT));
        assertThat(answer.source()).isEqualTo(Source.ALTERNATIVE_ENDPOINT);
        assertThat(world.sent).hasSize(2);
        assertThat(world.sent.getFirst().timeout()).isEqualTo(Duration.ofMillis(7500)); // of 10 s
        assertThat(world.sent.getLast().timeout()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
    }

    @Test
    void an_open_circuit_is_not_asked() {
        world.provider("orders", document(Map.of("alternatives", List.of(BACKUP))))
                .script(BACKUP, answer(200, "{}"));
        world.circuits.put(API, new Circuit.Open(World.NOON, World.NOON.plusSeconds(30)));
        Answer answer = world.answered(list());
        assertThat(answer.source()).isEqualTo(Source.ALTERNATIVE_ENDPOINT);
        assertThat(answer.strikes()).singleElement().satisfies(strike -> assertThat(strike.remedy())
                .contains(Remedy.ALTERNATIVE_ENDPOINT));
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void a_probe_that_succeeds_closes_the_circuit() {
        world.provider("orders", document(Map.of())).script(API, answer(200, "{}"));
        world.circuits.put(API, new Circuit.Open(World.NOON.minusSeconds(30), World.NOON));
        world.answered(list());
        assertThat(world.circuits.get(API)).isEqualTo(new Circuit.Closed());
    }

    @Test
    void an_answer_that_was_on_its_way_leaves_a_circuit_open_that_the_server_asked_for_meanwhile() {
        world.provider("orders", document(Map.of())).script(API, answer(503, "", "retry-after", "60"), answer(200, ""));
        world.meanwhile.add(() -> world.calls.answer(World.SHOP, list()));
        assertThat(world.answered(list()).source()).isEqualTo(Source.LIVE);
        assertThat(world.circuits.get(API)).isInstanceOfSatisfying(Circuit.Open.class, open -> assertThat(open.until())
                .isAfter(World.NOON.plusSeconds(60)));
    }

    @Test
    void a_probe_leaves_a_circuit_open_that_another_probe_opened_again() {
        world.provider("orders", document(Map.of())).script(API, answer(503, "", "retry-after", "60"), answer(200, ""));
        world.circuits.put(API, new Circuit.Open(World.NOON.minusSeconds(30), World.NOON));
        world.meanwhile.add(() -> world.calls.answer(World.SHOP, list()));
        assertThat(world.answered(list()).source()).isEqualTo(Source.LIVE);
        assertThat(world.circuits.get(API)).isInstanceOf(Circuit.Open.class);
    }

    @Test
    void as_many_calls_as_there_are_probes_ask_a_target_at_a_time_that_may_be_well_again() {
        world.provider("orders", document(Map.of())).script(API, answer(200, "{}"));
        world.circuits.put(API, new Circuit.Open(World.NOON.minusSeconds(30), World.NOON));
        for (int call = 0; call < 5; call++) {
            world.meanwhile.add(() -> world.calls.answer(World.SHOP, list()));
        }
        world.answered(list());
        assertThat(world.sent).hasSize(CircuitBreaker.STANDARD.probes());
    }

    @Test
    void enough_failures_open_the_circuit() {
        world.provider("orders", document(Map.of())).script(API, answer(500, ""));
        for (int call = 0; call < 10; call++) {
            world.calls.answer(World.SHOP, list());
        }
        assertThat(world.circuits.get(API)).isInstanceOf(Circuit.Open.class);
    }

    @Test
    void a_refused_credential_is_renewed_once_and_the_request_repeated_once() {
        world.provider("orders", document(Map.of("credential", "key"))).script(API, answer(401, ""), answer(200, "{}"));
        Answer answer = world.answered(call("create", Tier.CRITICAL));
        assertThat(answer.source()).isEqualTo(Source.LIVE);
        assertThat(world.refreshed).containsExactly("key");
        assertThat(world.sent.getLast().signature().headers()).containsEntry("authorization", "Bearer renewed");
        assertThat(answer.strikes()).singleElement().satisfies(strike -> assertThat(strike.remedy())
                .contains(Remedy.CREDENTIAL_REFRESH));
    }

    @Test
    void a_credential_that_stays_refused_never_loops() {
        world.provider("orders", document(Map.of("credential", "key"))).script(API, answer(401, ""));
        Outcome.Unanswered failed = world.unanswered(list());
        assertThat(failed.symptom()).isEqualTo(Symptom.AUTHENTICATION_FAILURE);
        assertThat(world.sent).hasSize(2);
        assertThat(world.refreshed).hasSize(1);
    }

    @Test
    void a_credential_that_cannot_be_renewed_is_not_sent_again() {
        world.provider("orders", document(Map.of("credential", "fixed"))).script(API, answer(401, ""));
        assertThat(world.unanswered(list()).symptom()).isEqualTo(Symptom.AUTHENTICATION_FAILURE);
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void a_lost_answer_to_an_unsafe_request_is_never_sent_again_but_reported_as_ambiguous() {
        world.provider("orders", document(Map.of("alternatives", List.of(BACKUP))))
                .script(API, CUT);
        Outcome.Unanswered failed = world.unanswered(call("create", Tier.CRITICAL));
        assertThat(failed.ambiguous()).isTrue();
        assertThat(world.sent).hasSize(1);
        assertThat(failed.next().getFirst()).contains("whether the request was carried out");
    }

    @Test
    void an_unsafe_request_that_never_left_is_sent_again() {
        world.provider("orders", document(Map.of())).script(API, DOWN, answer(201, "{}"));
        assertThat(world.answered(call("create", Tier.CRITICAL)).status()).isEqualTo(201);
        assertThat(world.sent).hasSize(2);
    }

    @Test
    void an_idempotency_key_is_made_once_and_the_same_on_every_retry() {
        world.provider("orders", document(Map.of())).script(API, CUT, answer(503, ""), answer(201, "{}"));
        assertThat(world.answered(call("charge", Tier.CRITICAL)).status()).isEqualTo(201);
        assertThat(world.sent).hasSize(3);
        assertThat(world.sent.stream()
                        .map(sent -> sent.headers().get("idempotency-key"))
                        .distinct())
                .hasSize(1)
                .doesNotContainNull();
    }

    @Test
    void the_fallback_provider_answers_in_the_asked_ones_shape() {
        world.provider(
                        "orders",
                        document(Map.of(
                                "fallback",
                                Map.of(
                                        "provider",
                                        "mirror",
                                        "mapping",
                                        Map.of(
                                                "read",
                                                Map.of(
                                                        "operation",
                                                        "get-order",
                                                        "parameters",
                                                        Map.of("id", "number"),
                                                        "response",
                                                        Map.of("order", "$/data/0")))))))
                .provider(
                        "mirror",
                        Map.of("baseUrl", MIRROR, "operations", Map.of("get-order", Map.of("get", "/o/{number}"))))
                .script(API, DOWN)
                .script(MIRROR, answer(200, "{\"data\":[{\"total\":1.10}]}"));
        CallRequest read = new CallRequest(
                "orders",
                Optional.of("read"),
                Optional.empty(),
                Optional.empty(),
                Map.of("id", "7"),
                Map.of("authorization", "for orders only"),
                Body.EMPTY,
                Optional.of(Tier.CRITICAL),
                Optional.empty(),
                Optional.empty(),
                true);
        Answer answer = world.answered(read);
        assertThat(answer.source()).isEqualTo(Source.FALLBACK_PROVIDER);
        assertThat(answer.body().text()).contains("\"order\"").contains("total");
        assertThat(world.sent.getLast().uri()).hasToString(MIRROR + "/o/7");
        assertThat(world.sent.getLast().headers()).doesNotContainKey("authorization");
    }

    @Test
    void a_request_that_may_have_been_carried_out_is_not_sent_to_another_provider() {
        world.provider("orders", document(Map.of("fallback", Map.of("provider", "mirror"))))
                .provider("mirror", Map.of("baseUrl", MIRROR, "operations", Map.of("create", Map.of("post", "/o"))))
                .script(API, CUT)
                .script(MIRROR, answer(201, "{}"));
        assertThat(world.unanswered(call("create", Tier.CRITICAL)).ambiguous()).isTrue();
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void a_kept_answer_is_given_with_its_age_when_nobody_answers() {
        world.provider("orders", document(Map.of())).script(API, answer(200, "{\"orders\":[1]}"), answer(500, ""));
        world.answered(list());
        world.clock.forward(Duration.ofMinutes(3));
        Answer answer = world.answered(list());
        assertThat(answer.source()).isEqualTo(Source.STALE);
        assertThat(answer.age()).isBetween(Duration.ofMinutes(3), Duration.ofMinutes(4));
        assertThat(answer.body().text()).isEqualTo("{\"orders\":[1]}");
    }

    @Test
    void a_kept_answer_of_one_credential_is_not_shown_under_another() {
        world.provider("orders", document(Map.of("credential", "one")))
                .script(API, answer(200, "{\"orders\":[1]}"), answer(500, ""));
        world.answered(list());
        world.provider("orders", document(Map.of("credential", "other")));
        assertThat(world.unanswered(list()).symptom()).isEqualTo(Symptom.SERVICE_UNAVAILABLE);
    }

    @Test
    void the_declared_body_is_given_when_nothing_else_is_left() {
        world.provider("orders", document(Map.of("degraded", Map.of("body", Map.of("orders", List.of())))))
                .script(API, answer(500, ""));
        Answer answer = world.answered(call("list", Tier.IMPORTANT));
        assertThat(answer.source()).isEqualTo(Source.DEGRADED);
        assertThat(answer.body().text()).isEqualTo("{\"orders\":[]}");
    }

    @Test
    void that_we_have_no_room_to_send_opens_no_circuit_and_is_told_as_ours() {
        world.provider("orders", document(Map.of())).script(API, new Reply.NoRoom("all connections are taken"));
        world.attemptTakes = Duration.ofSeconds(6); // longer than a slow call
        for (int n = 0; n < 20; n++) {
            assertThat(world.calls.answer(World.SHOP, CallRequest.of("orders", "create")))
                    .isInstanceOfSatisfying(Outcome.Unanswered.class, failed -> assertThat(failed.fault())
                            .isEqualTo(Fault.ORCHESTRATOR));
        }
        assertThat(world.circuits).isEmpty();
        assertThat(world.windows).isEmpty();
    }

    @Test
    void a_general_degraded_body_does_not_feign_an_effect() {
        world.provider("orders", document(Map.of("degraded", Map.of("body", Map.of("orders", List.of())))))
                .script(API, DOWN);
        assertThat(world.unanswered(call("create", Tier.CRITICAL)).ambiguous()).isFalse();
    }

    @Test
    void what_is_nice_to_have_is_skipped_after_one_retry() {
        world.provider("orders", document(Map.of("degraded", Map.of("body", "unused"))))
                .script(API, answer(500, ""));
        Answer answer = world.answered(call("list", Tier.NICE_TO_HAVE));
        assertThat(answer.source()).isEqualTo(Source.SKIPPED);
        assertThat(world.sent).hasSize(2);
    }

    @Test
    void nothing_starts_that_cannot_end_within_the_deadline() {
        world.attemptTakes = Duration.ofSeconds(9);
        world.provider("orders", document(Map.of())).script(API, new Reply.Lost("slow", true));
        Outcome.Unanswered failed = world.unanswered(list());
        assertThat(failed.symptom()).isEqualTo(Symptom.TIMEOUT);
        assertThat(world.sent)
                .allSatisfy(sent -> assertThat(sent.timeout()).isLessThanOrEqualTo(Duration.ofSeconds(20)));
        assertThat(world.sent.getLast().timeout()).isLessThan(Duration.ofSeconds(2));
        assertThat(world.sent).hasSize(3);
    }

    @Test
    void strike_three_opens_a_case_with_what_was_tried_and_whose_fault_it_is() {
        world.provider("orders", document(Map.of("criticality", "high"))).script(API, answer(500, ""));
        Outcome.Unanswered failed = world.unanswered(list());
        assertThat(failed.fault()).isEqualTo(Fault.PROVIDER);
        assertThat(failed.strikes().getLast().number()).isEqualTo(3);
        CallRecord.Incident incident = world.recorded().incident().orElseThrow();
        assertThat(incident.cause()).isEqualTo("orders:API_FAILURE");
        assertThat(incident.triggers())
                .contains(EscalationTrigger.STRIKE_THREE, EscalationTrigger.CRITICAL_DEPENDENCY_FAILURE);
        assertThat(incident.recommendations()).anyMatch(text -> text.contains("alternatives"));
    }

    @Test
    void an_outage_lasts_since_the_last_endpoint_went_down() {
        world.provider("orders", document(Map.of("alternatives", List.of(BACKUP))));
        world.circuits.put(API, new Circuit.Open(World.NOON.minusSeconds(3600), World.NOON.plusSeconds(30)));
        world.circuits.put(BACKUP, new Circuit.Open(World.NOON.minusSeconds(60), World.NOON.plusSeconds(20)));
        Outcome.Unanswered failed = world.unanswered(list());
        assertThat(failed.retryAt()).contains(World.NOON.plusSeconds(20));
        assertThat(world.recorded().incident().orElseThrow().triggers())
                .doesNotContain(EscalationTrigger.SUSTAINED_OUTAGE);
    }

    @Test
    void a_probe_that_fails_after_an_hour_tells_of_a_sustained_outage() {
        world.provider("orders", document(Map.of())).script(API, answer(500, ""));
        world.circuits.put(API, new Circuit.Open(World.NOON.minusSeconds(3600), World.NOON));
        world.unanswered(list());
        assertThat(world.recorded().incident().orElseThrow().triggers()).contains(EscalationTrigger.SUSTAINED_OUTAGE);
    }

    @Test
    void a_provider_that_answers_from_one_endpoint_has_no_outage() {
        world.provider("orders", document(Map.of("alternatives", List.of(BACKUP))))
                .script(BACKUP, answer(500, ""));
        world.circuits.put(API, new Circuit.Open(World.NOON.minusSeconds(3600), World.NOON.plusSeconds(30)));
        world.unanswered(list());
        assertThat(world.recorded().incident().orElseThrow().triggers())
                .doesNotContain(EscalationTrigger.SUSTAINED_OUTAGE);
    }

    @Test
    void the_same_signature_twice_is_escalated_for_review_even_when_all_ends_well() {
        world.provider("orders", document(Map.of("degraded", Map.of("body", "none"))))
                .script(API, answer(500, ""));
        world.answered(list());
        assertThat(world.recorded().incident()).isEmpty();
        world.answered(list());
        assertThat(world.recorded().incident().orElseThrow().triggers())
                .containsExactly(EscalationTrigger.REPEATED_SIGNATURE);
    }

    @Test
    void retries_stay_within_their_share_of_a_providers_traffic() {
        Reply[] everyThirdIsLost = IntStream.range(0, 900)
                .mapToObj(i -> i % 3 == 0 ? CUT : answer(200, "{}"))
                .toArray(Reply[]::new);
        world.provider("orders", document(Map.of())).script(API, everyThirdIsLost);
        for (int call = 0; call < 500; call++) {
            world.calls.answer(World.SHOP, list());
        }
        long retries = world.ledger.stream()
                .flatMap(call -> call.attempts().stream())
                .filter(CallRecord.Attempt::retry)
                .count();
        assertThat(retries).isLessThanOrEqualTo(world.sent.size() / 5L).isGreaterThan(50);
    }

    @Test
    void secrets_do_not_reach_the_ledger() {
        world.provider("orders", document(Map.of())).script(API, new Reply.Lost("GET /?key=s3cr3t failed", false));
        world.unanswered(list());
        assertThat(world.recorded().toString()).doesNotContain("s3cr3t").contains("[secret]");
    }
}
