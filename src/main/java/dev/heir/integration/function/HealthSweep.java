package dev.heir.integration.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.heir.integration.health.Sweep;
import dev.heir.integration.health.Sweeps;
import dev.heir.integration.scrape.Scrapes;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;

/** Standings, every minute and when asked; and what ticks on a laptop: here nobody else is awake to do it. */
@Singleton
@Named("health-sweep")
class HealthSweep implements RequestStreamHandler {

    private final Invocation invocation;
    private final LoopbackDoor door;
    private final Sweeps sweeps;
    private final Scrapes scrapes;

    @Inject
    HealthSweep(Invocation invocation, LoopbackDoor door, Sweeps sweeps, Scrapes scrapes) {
        this.invocation = invocation;
        this.door = door;
        this.sweeps = sweeps;
        this.scrapes = scrapes;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        invocation.answer(event, answer, given -> switch (given) {
            case Event.Schedule schedule -> swept(context);
            case Event.Api api -> door.pass("health-sweep", api, Invocation.limit(context));
            case Event.Queue queue -> throw queue.unexpected();
        });
    }

    /** Nobody reads a schedule's answer but whoever invokes the function by hand. */
    private Map<String, Object> swept(Context context) {
        Sweep sweep = sweeps.sweep();
        // Half of what is left: a page that was begun must come to its end, too.
        Duration left = Duration.ofMillis(context.getRemainingTimeInMillis());
        return Map.of(
                "providers", sweep.providers(),
                "probed", sweep.probed(),
                "finished", sweep.finished(),
                "opened", sweep.opened(),
                "ownTrouble", sweep.ownTrouble(),
                "pages", scrapes.work(left.dividedBy(2)));
    }
}
