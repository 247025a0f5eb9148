package dev.heir.integration.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.heir.integration.call.ParkedFinisher;
import dev.heir.integration.credential.SealingKeys;
import dev.heir.integration.credential.Tokens;
import dev.heir.integration.health.Sweep;
import dev.heir.integration.health.Sweeps;
import dev.heir.integration.scrape.Scrapes;
import dev.heir.integration.scrape.monitor.Monitors;
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

    /** For writing what came of the last pages. */
    private static final Duration WRITING = Duration.ofSeconds(2);

    private final Invocation invocation;
    private final LoopbackDoor door;
    private final Sweeps sweeps;
    private final Tokens tokens;
    private final SealingKeys keys;
    private final ParkedFinisher parked;
    private final Scrapes scrapes;
    private final Monitors monitors;

    @Inject
    HealthSweep(
            Invocation invocation,
            LoopbackDoor door,
            Sweeps sweeps,
            Tokens tokens,
            SealingKeys keys,
            ParkedFinisher parked,
            Scrapes scrapes,
            Monitors monitors) {
        this.invocation = invocation;
        this.door = door;
        this.sweeps = sweeps;
        this.tokens = tokens;
        this.keys = keys;
        this.parked = parked;
        this.scrapes = scrapes;
        this.monitors = monitors;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        invocation.answer(event, answer, given -> switch (given) {
            case Event.Schedule schedule -> swept(context);
            case Event.Api api -> door.pass("health-sweep", api, Invocation.limit(context));
            case Event.Queue queue -> throw queue.unexpected();
        });
    }

    /**
     * The standings first, so that nothing that hangs keeps an outage from being seen; then tokens that run out, what is to be
     * sealed anew, half of what is left for deferred calls, a quarter of that for monitors, and the rest for pages. Nobody reads
     * a schedule's answer but whoever invokes the function by hand.
     */
    private Map<String, Object> swept(Context context) {
        Sweep sweep = sweeps.sweep();
        int renewed = tokens.renew(Invocation.left(context).dividedBy(4));
        int resealed = keys.tend();
        int finished = parked.finishDue(Invocation.left(context).dividedBy(2));
        int watched = monitors.work(Invocation.left(context).dividedBy(4));
        int pages = scrapes.sweep(Invocation.left(context).minus(WRITING));
        return Map.of(
                "providers",
                sweep.providers(),
                "probed",
                sweep.probed(),
                "opened",
                sweep.opened(),
                "ownTrouble",
                sweep.ownTrouble(),
                "renewed",
                renewed,
                "resealed",
                resealed,
                "finished",
                finished,
                "watched",
                watched,
                "pages",
                pages);
    }
}
