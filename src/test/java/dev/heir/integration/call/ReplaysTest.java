package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.DprId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Recorded calls that are asked again, and again. */
class ReplaysTest {

    private static final String API = "https://api.example.com";

    private final World world = new World()
            .provider(
                    "orders",
                    Map.of(
                            "baseUrl",
                            API,
                            "operations",
                            Map.of("once", Map.of("post", "/orders", "idempotencyKey", "Idempotency-Key"))))
            .script(API, World.answer(500, "{}"));

    private Replays.Result replay() {
        CallRecord last = world.recorded();
        return world.replays.answer(
                World.SHOP,
                new Replays.Wish(
                        new DprId(last.project(), last.kind(), last.tool(), world.ledger.size()).toString(),
                        Optional.empty(),
                        false),
                Optional.empty(),
                Preference.NONE);
    }

    @Test
    void a_replay_of_a_replay_has_a_key_that_is_as_old_as_the_first_call() {
        var _ = world.calls.answer(World.SHOP, CallRequest.of("orders", "once"));
        world.clock.forward(Duration.ofHours(23));
        assertThat(replay()).isInstanceOf(Replays.Result.Told.class);
        assertThat(world.recorded().asked().replayOf()).isPresent();
        int before = world.sent.size();

        world.clock.forward(Duration.ofHours(2));

        assertThat(replay()).isInstanceOf(Replays.Result.Undecided.class);
        assertThat(world.sent).hasSize(before);
    }
}
