package dev.heir.integration.call;

import static dev.heir.integration.call.World.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.heir.integration.strike.Reply;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the caller hears when we fail ourselves, before and after its request left. */
class UnrecordedTest {

    private static final String API = "https://api.example.com";

    private final RuntimeException down =
            new Ledger.LedgerUnavailable("call x could not be recorded", new SQLException("no connection"));
    private final World world = new World();

    @BeforeEach
    void register() {
        world.provider(
                        "orders",
                        Map.of(
                                "baseUrl",
                                API,
                                "operations",
                                Map.of(
                                        "list", Map.of("get", "/orders"),
                                        "create", Map.of("post", "/orders"),
                                        "charge", Map.of("post", "/charges", "idempotencyKey", "Idempotency-Key"))))
                .script(API, answer(201, "{}"));
    }

    private Unrecorded unrecorded(String operation) {
        return catchThrowableOfType(Unrecorded.class, () -> ask(operation));
    }

    private Outcome ask(String operation) {
        return world.calls.answer(World.SHOP, CallRequest.of("orders", operation));
    }

    @Test
    void a_charge_that_was_made_and_not_recorded_is_told_with_the_key_that_repeats_it_safely() {
        world.ledgerTrouble = Optional.of(down);
        Unrecorded told = unrecorded("charge");
        String sent = world.sent.getFirst().headers().get("idempotency-key");
        assertThat(told.known().status()).contains(201);
        assertThat(told.known().idempotencyKey()).contains(sent);
        assertThat(told.next()).singleElement().asString().contains(sent);
        assertThat(told).hasCause(down);
    }

    @Test
    void an_order_that_was_made_and_not_recorded_is_not_to_be_sent_again() {
        world.ledgerTrouble = Optional.of(down);
        Unrecorded told = unrecorded("create");
        assertThat(told.known().idempotencyKey()).isEmpty();
        assertThat(told.next()).singleElement().asString().contains("201").contains("do not send it again");
    }

    @Test
    void a_bug_while_writing_is_told_like_a_ledger_that_is_down() {
        world.ledgerTrouble = Optional.of(new IllegalStateException("the group could not be written"));
        assertThat(unrecorded("create")).hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_fleet_that_cannot_be_told_of_the_answer_keeps_it_from_nobody() {
        world.script(API, answer(201, "{}", "x-ratelimit-limit", "5", "x-ratelimit-remaining", "1"));
        world.whileSending = () -> world.reachable = 0;
        world.ledgerWaits = true;
        assertThat(ask("create")).isInstanceOfSatisfying(Outcome.Answered.class, answered -> assertThat(
                        answered.answer().status())
                .isEqualTo(201));
        assertThat(world.recorded().symptom()).isEmpty();
    }

    @Test
    void a_lost_order_is_doubtful() {
        world.script(API, new Reply.Lost("connection closed", false)).ledgerTrouble = Optional.of(down);
        Unrecorded told = unrecorded("create");
        assertThat(told.known().status()).isEmpty();
        assertThat(told.next()).first().asString().contains("find out at the provider");
    }

    @Test
    void what_has_no_effect_or_never_left_or_was_refused_may_simply_be_asked_again() {
        world.ledgerTrouble = Optional.of(down);
        assertThat(catchThrowable(() -> ask("list"))).isSameAs(down);
        world.script(API, new Reply.NotSent("connection refused", false));
        assertThat(catchThrowable(() -> ask("create"))).isSameAs(down);
        world.script(API, answer(422, "{}"));
        assertThat(catchThrowable(() -> ask("create"))).isSameAs(down);
    }
}
