package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CallBatchTest {

    private static final String API = "https://api.example.com";

    private final World world = new World()
            .provider(
                    "jobs",
                    Map.of("baseUrl", API, "operations", Map.of("job", Map.of("get", "/jobs/7", "cache", "0s"))))
            .script(API, World.answer(200, "{}"));

    private CallBatch.Result ask(List<CallBatch.One> batch, int which) {
        return world.batch
                .answer(World.SHOP, batch, Optional.empty(), Preference.NONE)
                .get(which);
    }

    @Test
    void an_error_is_told_as_what_became_of_its_call_and_the_next_one_goes_on() {
        var one = new CallBatch.One(CallRequest.of("jobs", "job"), Optional.empty());
        assertThat(ask(List.of(one), 0)).isInstanceOf(CallBatch.Result.Told.class);

        AtomicBoolean first = new AtomicBoolean(true);
        world.whileSending = () -> {
            if (first.getAndSet(false)) {
                throw new StackOverflowError("of a test");
            }
        };
        assertThat(ask(List.of(one), 0))
                .isInstanceOfSatisfying(CallBatch.Result.Thrown.class, thrown -> assertThat(thrown.reason())
                        .isInstanceOf(IllegalStateException.class)
                        .hasCauseInstanceOf(StackOverflowError.class));
        assertThat(ask(List.of(one), 0)).isInstanceOf(CallBatch.Result.Told.class);
    }
}
