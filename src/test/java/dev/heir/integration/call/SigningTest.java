package dev.heir.integration.call;

import static dev.heir.integration.call.World.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Tier;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A token is part of the call that needs it, and of its deadline. */
class SigningTest {

    private static final String API = "https://api.example.com";

    private final World world = new World();

    @Test
    void tokens_are_waited_for_within_what_is_left_of_the_deadline() {
        world.provider(
                        "orders",
                        Map.of("baseUrl", API, "credential", "key", "operations", Map.of("list", Map.of("get", "/o"))))
                .script(API, answer(401, ""), answer(200, "{}"));
        world.answered(new CallRequest(
                "orders",
                Optional.of("list"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Body.EMPTY,
                Optional.of(Tier.CRITICAL),
                Optional.of(Duration.ofSeconds(1)),
                Optional.empty(),
                true));
        assertThat(world.refreshed).containsExactly("key");
        assertThat(world.signedWithin).containsExactly(Duration.ofSeconds(1), Duration.ofMillis(990));
    }
}
