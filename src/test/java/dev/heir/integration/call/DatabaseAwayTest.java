package dev.heir.integration.call;

import static dev.heir.integration.call.World.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.strike.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database goes away at each step of a call in turn: nothing is lost, told falsely, or taken for good. */
class DatabaseAwayTest {

    private static final String API = "https://api.example.com";
    /** More steps than any of these calls has. */
    private static final int STEPS = 40;
    /** Calls that the provider's budget has room for. */
    private static final int BUDGET = 3;

    private enum Provider {
        ANSWERS(1),
        WARNS(1),
        FAILS(0),
        IS_LOST(0),
        IS_NOT_THERE(0),
        LIMITS(0);

        private final int charged;

        Provider(int charged) {
            this.charged = charged;
        }

        Reply reply() {
            return switch (this) {
                case ANSWERS -> answer(201, "{}");
                case WARNS -> answer(201, "{}", "x-ratelimit-limit", "5", "x-ratelimit-remaining", "1");
                case FAILS -> answer(503, "{}");
                case IS_LOST -> new Reply.Lost("connection closed", false);
                case IS_NOT_THERE -> new Reply.NotSent("connection refused", false);
                case LIMITS -> answer(429, "{}", "retry-after", "600");
            };
        }

        boolean mayHaveActed() {
            return this != IS_NOT_THERE && this != LIMITS;
        }
    }

    /** What its caller hears. */
    private sealed interface Heard {
        record Told(Outcome outcome) implements Heard {}

        record Thrown(RuntimeException how) implements Heard {}
    }

    private static World world(Provider provider) {
        return new World()
                .provider(
                        "orders",
                        Map.of(
                                "baseUrl",
                                API,
                                "price",
                                Map.of("perCall", "1 USD"),
                                "monthlyBudget",
                                Map.of("amount", BUDGET + " USD", "stop", "hard"),
                                "operations",
                                Map.of(
                                        "create", Map.of("post", "/orders"),
                                        "charge", Map.of("post", "/charges", "idempotencyKey", "Idempotency-Key"))))
                .script(API, provider.reply());
    }

    private static CallRequest request(String operation) {
        return new CallRequest(
                "orders",
                Optional.of(operation),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Body.EMPTY,
                Optional.of(Tier.IMPORTANT),
                Optional.of(Duration.ofSeconds(10)),
                Optional.empty(),
                true);
    }

    private static Heard ask(World world, String operation) {
        try {
            return new Heard.Told(world.calls.answer(World.SHOP, request(operation)));
        } catch (RuntimeException trouble) {
            return new Heard.Thrown(trouble);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoever_waits_for_the_ledger_hears_what_came_of_the_call(Provider provider) {
        for (String operation : new String[] {"create", "charge"}) {
            for (int step = 0; step < STEPS; step++) {
                World world = world(provider);
                world.reachable = step;
                world.ledgerWaits = true;
                Heard heard = ask(world, operation);
                boolean acted = !world.sent.isEmpty() && provider.mayHaveActed();
                assertThat(heard)
                        .as("%s, away after %s steps", operation, step)
                        .satisfiesAnyOf(
                                told -> {
                                    assertThat(told).isInstanceOf(Heard.Told.class);
                                    assertThat(world.ledger).hasSize(1);
                                    Outcome outcome = ((Heard.Told) told).outcome();
                                    assertThat(outcome instanceof Outcome.Unanswered unanswered
                                                    && unanswered.ambiguous())
                                            .isEqualTo(acted && provider.charged == 0);
                                },
                                thrown -> {
                                    assertThat(thrown).isInstanceOf(Heard.Thrown.class);
                                    assertThat(((Heard.Thrown) thrown).how())
                                            .isInstanceOf(Ledger.LedgerUnavailable.class);
                                    assertThat(acted).isFalse();
                                });
                int paid = world.sent.size() * provider.charged;
                assertThat(roomLeft(world))
                        .as("%s, away after %s steps", operation, step)
                        .isEqualTo(BUDGET - paid);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_cannot_be_recorded_is_told_truly_and_nothing_stays_taken(Provider provider) {
        for (String operation : new String[] {"create", "charge"}) {
            for (int step = 0; step < STEPS; step++) {
                World world = world(provider);
                world.reachable = step;
                Heard heard = ask(world, operation);
                boolean acted = !world.sent.isEmpty() && provider.mayHaveActed();
                switch (heard) {
                    case Heard.Told _ -> assertThat(world.ledger).hasSize(1);
                    case Heard.Thrown(RuntimeException how) -> {
                        assertThat(world.ledger).isEmpty();
                        assertThat(how)
                                .as("%s, away after %s steps", operation, step)
                                .isInstanceOf(acted ? Unrecorded.class : Ledger.LedgerUnavailable.class);
                    }
                }
                int paid = world.sent.size() * provider.charged;
                assertThat(roomLeft(world))
                        .as("%s, away after %s steps", operation, step)
                        .isEqualTo(BUDGET - paid);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "ANSWERS")
    void a_bug_on_the_wire_costs_no_cent(Provider provider) {
        World world = world(provider);
        for (int n = 0; n < 2 * BUDGET; n++) {
            world.whileSending = () -> {
                throw new IllegalStateException("the client is closed");
            };
            assertThat(ask(world, "create")).isInstanceOf(Heard.Thrown.class);
        }
        world.whileSending = () -> {};
        assertThat(roomLeft(world)).isEqualTo(BUDGET);
    }

    /** For how many more calls the budget has room, when the database and the provider are well again. */
    private static int roomLeft(World world) {
        world.reachable = Integer.MAX_VALUE;
        world.clock.forward(Duration.ofHours(2));
        world.circuits.clear();
        world.throttles.clear();
        int before = world.sent.size();
        world.script(API, answer(201, "{}"));
        for (int n = 0; n < 3 * BUDGET; n++) {
            var _ = ask(world, "create");
        }
        return world.sent.size() - before;
    }
}
