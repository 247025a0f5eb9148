package dev.heir.integration.call;

import static dev.heir.integration.call.World.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.PriceModel;
import dev.heir.integration.provider.ProviderDocument;
import dev.heir.integration.strike.Reply;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MeteringTest {

    private static final String API = "https://api.example.com";

    private World world = new World();
    private Optional<Map<String, Object>> budgeted = Optional.empty();
    private List<Map<String, ?>> limits = List.of();
    private Map<String, ?> operations =
            Map.of("ask", Map.of("get", "/ask", "cost", Map.of("tokens", 500)), "order", Map.of("post", "/orders"));
    private PriceModel price = PriceModel.perCall(Money.parse("0 USD"));

    @Test
    void a_call_uses_its_units_once_for_each_attempt_that_the_provider_worked_on() {
        register(Map.of("perCall", "0.01 EUR", "perUnit", Map.of("tokens", "0.001 EUR")));
        world.script(API, answer(503, ""), answer(200, "{}"));

        world.calls.answer(World.SHOP, ask("ask", Map.of("q", "1")));

        CallRecord written = world.ledger.getFirst();
        assertThat(written.attempts()).hasSize(2);
        assertThat(written.use().units()).isEqualTo(Map.of("calls", 1L, "requests", 1L, "tokens", 500L));
        assertThat(written.cost()).contains(Money.parse("0.510 EUR"));
    }

    @Test
    void a_read_back_is_billed_at_its_own_price_and_the_request_that_it_shows_was_carried_out_at_its_own() {
        budgeted = Optional.of(Map.of("amount", "0.53 EUR"));
        booked();
        world.script(API + "/bookings/7", answer(200, "{}"))
                .script(API + "/bookings", new Reply.Lost("connection closed", false));

        world.calls.answer(World.SHOP, ask("book", Map.of("ref", "7")));

        CallRecord written = world.ledger.getFirst();
        assertThat(written.use().units()).isEqualTo(Map.of("calls", 2L, "requests", 2L, "tokens", 501L));
        assertThat(written.cost()).contains(Money.parse("0.521 EUR"));
        world.calls.answer(World.SHOP, ask("booking", Map.of("ref", "8")));
        assertThat(world.sent).as("of the budget too little is left").hasSize(2);
    }

    @Test
    void a_request_that_lost_its_race_is_paid_for_as_well() {
        operations = Map.of("ask", Map.of("get", "/ask", "hedge", true));
        register(Map.of("perCall", "0.01 EUR"));
        world.script(API, answer(200, "{}"));
        world.attemptTakes = Duration.ofMillis(50);
        for (int n = 0; n < Latencies.LEAST; n++) {
            world.calls.answer(World.SHOP, ask("ask", Map.of()));
        }
        AtomicBoolean isFirst = new AtomicBoolean(true);
        world.whileSending = () -> {
            if (isFirst.getAndSet(false)) {
                hang();
            }
        };

        world.calls.answer(World.SHOP, ask("ask", Map.of()));

        CallRecord written = world.recorded();
        assertThat(written.attempts()).hasSize(2);
        assertThat(written.use().units()).isEqualTo(Map.of("calls", 2L, "requests", 2L));
        assertThat(written.cost()).contains(Money.parse("0.02 EUR"));
    }

    /** Until it is no longer asked. */
    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException cancelled) {
            throw new IllegalStateException(cancelled);
        }
    }

    @Test
    void a_read_back_that_finds_nothing_is_all_that_is_billed() {
        booked();
        world.script(API + "/bookings/7", answer(404, ""))
                .script(API + "/bookings", new Reply.Lost("connection closed", false));

        world.calls.answer(World.SHOP, ask("book", Map.of("ref", "7")));

        assertThat(world.ledger.getFirst().use().units()).isEmpty();
    }

    @Test
    void the_month_of_the_sending_is_the_one_whose_price_holds() {
        register(Map.of("steps", List.of(Map.of("upTo", 9, "perCall", "0 USD"), Map.of("perCall", "0.5 USD"))));
        world.script(API, answer(503, ""), answer(200, "{}"));
        world.whileWaiting.add(() -> world.clock.forward(Duration.ofSeconds(5)));

        world.calls.answer(World.SHOP, ask("ask", Map.of("q", "1")));

        CallRecord written = world.ledger.getFirst();
        Instant sent = written.attempts().getLast().startedAt();
        assertThat(sent).isAfter(written.receivedAt().plusSeconds(4));
        assertThat(written.use().sentAt()).contains(sent);
        assertThat(world.months).containsExactly(sent);
    }

    @Test
    void a_request_that_is_none_of_the_operations_takes_what_the_one_takes_that_takes_most() {
        register(Map.of("perUnit", Map.of("tokens", "0.001 EUR", "images", "0.04 EUR")));
        world.script(API, answer(200, "{}"));

        world.calls.answer(World.SHOP, unnamed());

        CallRecord written = world.ledger.getFirst();
        assertThat(written.use().units()).isEqualTo(Map.of("calls", 1L, "requests", 1L, "tokens", 500L, "images", 1L));
        assertThat(written.cost()).contains(Money.parse("0.540 EUR"));
    }

    @Test
    void limits_and_the_price_of_the_whole_provider_hold_for_what_is_passed_on_and_is_none_of_its_operations() {
        limits = List.of(Map.of("units", 1_000, "of", "tokens", "per", "1d", "zone", "UTC"));
        register(Map.of("perCall", "0.01 EUR"));
        world.script(API, answer(200, "{}"));

        for (int n = 0; n < 3; n++) {
            world.calls.pass(World.SHOP, passed());
        }

        assertThat(world.sent).hasSize(2);
        assertThat(spent()).isEqualByComparingTo("0.02");
    }

    private static PassedRequest passed() {
        return new PassedRequest(
                "llm",
                "GET",
                "/else?where=1",
                Map.of(),
                Body.EMPTY,
                Optional.empty(),
                Optional.of(Duration.ofSeconds(30)),
                false);
    }

    private static CallRequest unnamed() {
        return new CallRequest(
                "llm",
                Optional.empty(),
                Optional.of("GET"),
                Optional.of("/else"),
                Map.of(),
                Map.of(),
                Body.EMPTY,
                Optional.empty(),
                Optional.of(Duration.ofSeconds(30)),
                Optional.empty(),
                false);
    }

    private void booked() {
        operations = Map.of(
                "book", Map.of("post", "/bookings", "readBack", "booking", "cost", Map.of("tokens", 500)),
                "booking", Map.of("get", "/bookings/{ref}", "cost", Map.of("tokens", 1)));
        register(Map.of("perCall", "0.01 EUR", "perUnit", Map.of("tokens", "0.001 EUR")));
    }

    @Test
    void what_the_provider_did_not_work_on_is_not_billed() {
        register(Map.of("perCall", "0.01 EUR"));
        world.script(API, answer(404, ""));

        world.calls.answer(World.SHOP, ask("ask", Map.of("q", "1")));

        assertThat(world.ledger.getFirst().use().units()).isEmpty();
        assertThat(world.ledger.getFirst().cost().orElseThrow().amount()).isZero();
    }

    @Test
    void the_price_is_that_of_the_step_which_the_month_has_reached() {
        register(Map.of("steps", List.of(Map.of("upTo", 1_000, "perCall", "0 USD"), Map.of("perCall", "0.5 USD"))));
        world.script(API, answer(200, "{}"));

        for (long used : List.of(0L, 999L, 1_000L)) {
            world.usedThisMonth = Map.of("calls", used);
            world.calls.answer(World.SHOP, ask("ask", Map.of("q", "1")));
        }

        assertThat(world.ledger)
                .extracting(call -> call.cost().orElseThrow().amount().doubleValue())
                .containsExactly(0.0, 0.0, 0.5);
    }

    /** The month's reading may be a second old: in that second everything happens. */
    @Test
    void a_hard_budget_holds_at_the_end_of_what_is_free_however_old_the_months_reading_is() {
        budgeted = Optional.of(Map.of("amount", "5 USD", "stop", "hard"));
        register(Map.of("free", 10, "perCall", "1 USD"));
        world.script(API, answer(200, "{}"));

        int answered = 0;
        for (int n = 0; n < 60; n++) {
            if (world.calls.answer(World.SHOP, ask("order", Map.of())) instanceof Outcome.Answered) {
                answered++;
            }
        }

        assertThat(answered).isEqualTo(15);
        assertThat(world.sent).hasSize(15);
        assertThat(spent()).isEqualByComparingTo("5");
    }

    @Property(tries = 60)
    void what_calls_cost_adds_up_to_the_bill_whatever_the_price(
            @ForAll @Size(min = 1, max = 4) List<@LongRange(min = 1, max = 40) Long> lengths,
            @ForAll @LongRange(min = 0, max = 30) long thousandths,
            @ForAll @Size(min = 1, max = 60) List<Boolean> asks) {
        world = new World();
        List<Map<String, Object>> steps = new ArrayList<>();
        long end = 0;
        for (long length : lengths) {
            end += length;
            steps.add(Map.of("upTo", end, "perCall", (thousandths * end % 31) + ".00" + end % 9 + " USD"));
        }
        steps.add(Map.of("perCall", "0.00" + thousandths % 7 + " USD"));
        register(Map.of("steps", steps));
        world.script(API, answer(200, "{}"), answer(503, ""), answer(200, "{}"));

        asks.forEach(one -> world.calls.answer(World.SHOP, ask(one ? "ask" : "order", Map.of())));

        Map<String, Long> units = new HashMap<>();
        world.ledger.forEach(call -> call.use().units().forEach((unit, count) -> units.merge(unit, count, Long::sum)));
        assertThat(spent()).isEqualByComparingTo(price.bill(units).amount());
    }

    private BigDecimal spent() {
        return world.ledger.stream()
                .flatMap(call -> call.cost().stream())
                .map(Money::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void safe_calls_that_one_answer_would_have_served_are_alike() {
        register(Map.of("perCall", "0.01 EUR"));
        world.script(API, answer(200, "{}"));

        world.calls.answer(World.SHOP, ask("ask", Map.of("q", "1")));
        world.calls.answer(World.SHOP, ask("ask", Map.of("q", "1")));
        world.calls.answer(World.SHOP, ask("ask", Map.of("q", "2")));
        world.calls.answer(World.SHOP, ask("order", Map.of()));

        List<Optional<Long>> likeness =
                world.ledger.stream().map(call -> call.use().likeness()).toList();
        assertThat(likeness.get(0)).isPresent().isEqualTo(likeness.get(1));
        assertThat(likeness.get(2)).isPresent().isNotEqualTo(likeness.get(0));
        assertThat(likeness.get(3)).isEmpty();
    }

    private void register(Map<String, Object> priced) {
        Map<String, Object> document = new HashMap<>(Map.of("baseUrl", API, "operations", operations));
        document.put("price", priced);
        document.put("limits", limits);
        budgeted.ifPresent(budget -> document.put("monthlyBudget", budget));
        world.provider("llm", document);
        price = ProviderDocument.read("llm", document).price().orElseThrow();
    }

    private static CallRequest ask(String operation, Map<String, String> params) {
        return new CallRequest(
                "llm",
                Optional.of(operation),
                Optional.empty(),
                Optional.empty(),
                params,
                Map.of(),
                Body.EMPTY,
                Optional.empty(),
                Optional.of(Duration.ofSeconds(30)),
                Optional.empty(),
                false);
    }
}
