package dev.heir.integration.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Function;

/** What every handler does around its own few lines: read the event, write the answer, keep to the time that is left. */
@Singleton
class Invocation {

    /** The API Gateway waits 30 s; an answer that comes later is paid for and thrown away. */
    private static final Duration GATEWAY = Duration.ofSeconds(29);

    /** Left for writing the answer, before Lambda ends the instance. */
    private static final Duration MARGIN = Duration.ofMillis(300);

    private final ObjectMapper json;

    @Inject
    Invocation(ObjectMapper json) {
        this.json = json;
    }

    void answer(InputStream event, OutputStream answer, Function<Event, Object> handler) throws IOException {
        json.writeValue(answer, handler.apply(EventReader.read(json.readTree(event))));
    }

    /** How long the API Gateway is still waiting. */
    static Duration limit(Context context) {
        Duration left = left(context);
        return left.compareTo(GATEWAY) < 0 ? left : GATEWAY;
    }

    /** How long the function may still work. */
    static Duration left(Context context) {
        Duration left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN);
        return left.isPositive() ? left : Duration.ofMillis(1);
    }
}
