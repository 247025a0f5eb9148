package dev.heir.integration.call;

import static dev.heir.integration.call.World.HANGS;
import static dev.heir.integration.call.World.NOON;
import static dev.heir.integration.call.World.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.strike.Circuit;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.Symptom;
import dev.heir.integration.strike.Window;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with an effect whose outcome nobody heard: settled by evidence, waited for, or reported; never guessed. */
class DoubtTest {

    private static final String API = "https://api.example.com";
    private static final Reply CUT = new Reply.Lost("connection closed", false);

    private final World world = new World();

    private World bookings(String... more) {
        Map<String, Object> book = new HashMap<>(Map.of("post", "/bookings", "readBack", "booking"));
        for (int i = 0; i < more.length; i += 2) {
            book.put(more[i], more[i + 1]);
        }
        return world.provider(
                "bookings",
                Map.of(
                        "baseUrl",
                        API,
                        "operations",
                        Map.of(
                                "book", book,
                                "charge", Map.of("post", "/charges", "idempotencyKey", "Idempotency-Key"),
                                "booking", Map.of("get", "/bookings/{ref}"))));
    }

    private static CallRequest call(String operation, Duration deadline) {
        return new CallRequest(
                "bookings",
                Optional.of(operation),
                Optional.empty(),
                Optional.empty(),
                operation.equals("book") ? Map.of("ref", "b-7") : Map.of(),
                Map.of(),
                Body.EMPTY,
                Optional.of(Tier.CRITICAL),
                Optional.of(deadline),
                Optional.empty(),
                true);
    }

    private static CallRequest book() {
        return call("book", Duration.ofSeconds(20));
    }

    private static CallRequest charge() {
        return call("charge", Duration.ofSeconds(20));
    }

    @Test
    void a_read_back_that_finds_the_effect_settles_a_lost_answer() {
        bookings()
                .script(API + "/bookings/b-7", answer(200, "{\"ref\":\"b-7\"}"))
                .script(API + "/bookings", CUT);
        Answer answer = world.answered(book());
        assertThat(answer.body().text()).contains("b-7");
        assertThat(world.sent).extracting(Transport.Outgoing::method).containsExactly("POST", "GET");
    }

    @Test
    void a_read_back_waits_until_its_limits_next_day_begins() {
        world.provider(
                        "bookings",
                        Map.of(
                                "baseUrl",
                                API,
                                "limits",
                                List.of(Map.of("requests", 1000, "per", "1d", "zone", "UTC")),
                                "operations",
                                Map.of(
                                        "book", Map.of("post", "/bookings", "readBack", "booking"),
                                        "booking", Map.of("get", "/bookings/{ref}"))))
                .script(API + "/bookings/b-7", answer(200, "{\"ref\":\"b-7\"}"))
                .script(API + "/bookings", CUT);
        world.clock.forward(Duration.ofHours(12).minusMillis(550));
        world.attemptTakes = Duration.ofMillis(100); // until 450 ms before midnight, when nothing is given out
        assertThat(world.answered(book()).body().text()).contains("b-7");
        assertThat(world.clock.instant()).isAfter(World.NOON.plus(Duration.ofHours(12)));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void nothing_found_right_after_a_request_got_lost_proves_nothing_since_it_may_still_be_at_work(int status) {
        bookings().script(API + "/bookings/b-7", answer(status, "")).script(API + "/bookings", HANGS, answer(201, ""));
        assertThat(world.unanswered(book()).ambiguous()).isTrue();
        assertThat(world.sent).extracting(Transport.Outgoing::method).containsExactly("POST", "GET");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 504})
    void nor_does_it_after_a_gateway_gave_up(int status) {
        bookings()
                .script(API + "/bookings/b-7", answer(404, ""))
                .script(API + "/bookings", answer(status, ""), answer(201, ""));
        assertThat(world.unanswered(book()).ambiguous()).isTrue();
        assertThat(world.sent).extracting(Transport.Outgoing::method).containsExactly("POST", "GET");
    }

    @Test
    void nothing_found_after_the_declared_time_allows_to_send_again() {
        bookings("readBackAfter", "5s")
                .script(API + "/bookings/b-7", answer(404, ""))
                .script(API + "/bookings", HANGS, answer(201, "{}"));
        assertThat(world.answered(book()).status()).isEqualTo(201);
        assertThat(world.sent).extracting(Transport.Outgoing::method).containsExactly("POST", "GET", "POST");
        assertThat(world.waits.getFirst()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void what_is_gone_was_there_and_is_not_made_a_second_time() {
        bookings("readBackAfter", "5s")
                .script(API + "/bookings/b-7", answer(410, ""))
                .script(API + "/bookings", CUT);
        assertThat(world.unanswered(book()).ambiguous()).isTrue();
        assertThat(world.sent).hasSize(2);
    }

    @Test
    void without_so_much_time_it_is_asked_at_once_and_only_what_it_finds_counts() {
        bookings("readBackAfter", "30s")
                .script(API + "/bookings/b-7", answer(404, ""), answer(200, "{}"))
                .script(API + "/bookings", CUT);
        assertThat(world.unanswered(book()).ambiguous()).isTrue();
        assertThat(world.waits).isEmpty();
        assertThat(world.answered(book()).status()).isEqualTo(200);
    }

    @Test
    void a_server_that_asked_for_more_quiet_than_there_is_time_is_not_asked_what_happened() {
        bookings()
                .script(API + "/bookings/b-7", answer(200, ""))
                .script(API + "/bookings", answer(503, "", "retry-after", "60"));
        Outcome.Unanswered failed = world.unanswered(book());
        assertThat(failed.ambiguous()).isTrue();
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void the_question_waits_for_the_end_of_the_quiet_that_was_asked_for() {
        bookings()
                .script(API + "/bookings/b-7", answer(200, "{}"))
                .script(API + "/bookings", answer(503, "", "retry-after", "5"));
        assertThat(world.answered(book()).status()).isEqualTo(200);
        assertThat(world.waits).containsExactly(Duration.ofSeconds(5));
    }

    @Test
    void a_target_whose_circuit_just_opened_is_not_asked_what_happened() {
        bookings().script(API + "/bookings/b-7", answer(200, "{}")).script(API + "/bookings", CUT);
        world.windows.put(API, new Window(9, 9, 0, 0));
        assertThat(world.unanswered(book()).ambiguous()).isTrue();
        assertThat(world.sent).hasSize(1);
        assertThat(world.circuits.get(API)).isInstanceOf(Circuit.Open.class);
    }

    @Test
    void a_conflict_as_first_answer_is_an_answer() {
        bookings().script(API, answer(409, "{}"));
        assertThat(world.answered(charge()).status()).isEqualTo(409);
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void a_conflict_with_our_own_first_request_is_waited_for_until_that_one_is_done() {
        bookings().script(API, CUT, answer(409, "{}"), answer(409, "{}"), answer(201, "{}"));
        Answer answer = world.answered(charge());
        assertThat(answer.status()).isEqualTo(201);
        assertThat(world.sent).hasSize(4);
        assertThat(world.waits).hasSize(3);
    }

    @Test
    void a_conflict_that_does_not_end_is_reported_as_ambiguous_and_never_as_an_answer() {
        bookings().script(API, CUT, answer(409, "{}"));
        Outcome.Unanswered failed = world.unanswered(charge());
        assertThat(failed.ambiguous()).isTrue();
        assertThat(failed.symptom()).isEqualTo(Symptom.SERVICE_UNAVAILABLE);
        assertThat(world.recorded().strikes()).noneMatch(CallRecord.Strike::worked);
    }

    @Test
    void a_conflict_with_our_own_first_request_is_settled_by_the_read_back_where_there_is_one() {
        bookings("idempotencyKey", "Idempotency-Key")
                .script(API + "/bookings/b-7", answer(200, "{\"ref\":\"b-7\"}"))
                .script(API + "/bookings", CUT, answer(409, "{}"));
        assertThat(world.answered(book()).body().text()).contains("b-7");
        assertThat(world.sent).extracting(Transport.Outgoing::method).containsExactly("POST", "POST", "GET");
    }

    @Test
    void another_refusal_of_a_repeated_request_is_the_providers_word() {
        bookings().script(API, CUT, answer(422, "{}"));
        assertThat(world.answered(charge()).status()).isEqualTo(422);
        assertThat(world.recorded().ambiguous()).isFalse();
        assertThat(world.recorded().receivedAt()).isEqualTo(NOON);
    }
}
