package dev.heir.integration.call;

import static dev.heir.integration.call.World.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Budget;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Tier;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who answers for another is paid by its own price. */
class FallbackBillTest {

    private static final String API = "https://api.example.com";
    private static final String MIRROR = "https://mirror.example.com";

    private World world = new World();

    private void providers(Map<String, ?> price, Map<String, ?> mirrors) {
        Map<String, Object> own = new HashMap<>(Map.of(
                "baseUrl",
                API,
                "fallback",
                Map.of("provider", "mirror"),
                "operations",
                Map.of("look", Map.of("get", "/look"))));
        own.putAll(price);
        Map<String, Object> other = new HashMap<>(Map.of(
                "baseUrl", MIRROR, "operations", Map.of("look", Map.of("get", "/look", "cost", Map.of("tokens", 7)))));
        other.putAll(mirrors);
        world.provider("api", own).provider("mirror", other);
        world.script(API, answer(503, "")).script(MIRROR, answer(200, "{}"));
    }

    private Outcome call(Project project) {
        return world.calls.answer(project, CallRequest.of("api", "look"));
    }

    private static Project with(String budget) {
        return new Project("shop", Tier.CRITICAL, Optional.of(new Budget(Money.parse(budget), Budget.Stop.HARD)));
    }

    private static Map<String, ?> perCall(String price) {
        return Map.of("price", Map.of("perCall", price));
    }

    @Test
    void it_bills_its_own_units_at_its_own_price_and_the_call_costs_the_sum() {
        providers(
                perCall("0.04 EUR"),
                Map.of("price", Map.of("perCall", "0.01 EUR", "perUnit", Map.of("tokens", "0.001 EUR"))));

        Answer answer = world.answered(CallRequest.of("api", "look"));

        assertThat(answer.source()).isEqualTo(Source.FALLBACK_PROVIDER);
        assertThat(answer.cost()).contains(Money.parse("0.017 EUR"));
        assertThat(world.recorded().cost().orElseThrow().amount()).isZero();
        assertThat(world.recorded().use().units()).isEmpty();
        assertThat(world.recorded().use().others()).singleElement().satisfies(charge -> {
            assertThat(charge.provider()).isEqualTo("mirror");
            assertThat(charge.cost()).contains(Money.parse("0.017 EUR"));
            assertThat(charge.units()).isEqualTo(Map.of("calls", 1L, "requests", 1L, "tokens", 7L));
        });
    }

    @Test
    void what_it_has_no_operation_for_takes_what_any_such_request_takes_of_it_and_not_of_the_own_provider() {
        providers(Map.of(), Map.of("price", Map.of("perUnit", Map.of("tokens", "0.001 EUR"))));

        world.calls.pass(
                World.SHOP,
                new PassedRequest(
                        "api",
                        "GET",
                        "/else",
                        Map.of(),
                        Body.EMPTY,
                        Optional.empty(),
                        Optional.of(Duration.ofSeconds(30)),
                        false));

        assertThat(world.recorded().use().others()).singleElement().satisfies(charge -> {
            assertThat(charge.cost()).contains(Money.parse("0.007 EUR"));
            assertThat(charge.units()).containsEntry("tokens", 7L);
        });
    }

    @Test
    void its_budget_and_the_projects_are_charged_what_it_really_costs_and_not_what_was_set_aside() {
        Map<String, ?> steps = Map.of(
                "price",
                Map.of("steps", List.of(Map.of("upTo", 1_000, "perCall", "0.005 EUR"), Map.of("perCall", "0.02 EUR"))));
        for (String whose : List.of("mirror", "project")) {
            world = new World();
            Map<String, Object> mirrors = new HashMap<>(steps);
            Project project = World.SHOP;
            if (whose.equals("mirror")) {
                mirrors.put("monthlyBudget", "0.04 EUR");
            } else {
                project = with("0.04 EUR");
            }
            providers(Map.of(), mirrors);
            int answered = 0;
            while (answered < 10 && call(project) instanceof Outcome.Answered) {
                answered++;
            }
            // 0.02 must be left to set aside: after the fifth, 0.015 are.
            assertThat(answered).as(whose).isEqualTo(5);
        }
    }

    @Test
    void in_two_currencies_there_is_no_sum_and_nothing_is_lost() {
        providers(perCall("0.04 USD"), perCall("0.01 EUR"));
        assertThat(world.answered(CallRequest.of("api", "look")).cost()).contains(Money.parse("0.01 EUR"));
        assertThat(world.recorded().cost().orElseThrow()).isEqualTo(Money.parse("0 USD"));
    }

    @Test
    void one_that_refuses_bills_nothing() {
        providers(perCall("0.04 EUR"), perCall("0.01 EUR"));
        world.script(MIRROR, answer(503, ""));
        world.unanswered(CallRequest.of("api", "look"));
        assertThat(world.recorded().use().others()).isEmpty();
    }
}
