package dev.heir.integration.health;

import dev.heir.integration.knowledge.Knowledge;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Providers;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** One pass over all providers: the function {@code health-sweep}. */
@Singleton
public final class Sweeps {

    private static final Logger LOG = Logger.getLogger(Sweeps.class);

    private final Providers providers;
    private final Probing probing;
    private final Standings standings;
    private final Knowledge knowledge;
    private final HealthSettings settings;
    private final Event<Sweep> swept;
    private final Clock clock;

    Sweeps(
            Providers providers,
            Probing probing,
            Standings standings,
            Knowledge knowledge,
            HealthSettings settings,
            Event<Sweep> swept,
            Clock clock) {
        this.providers = providers;
        this.probing = probing;
        this.standings = standings;
        this.knowledge = knowledge;
        this.settings = settings;
        this.swept = swept;
        this.clock = clock;
    }

    /**
     * Probes what is due, records lessons, then judges every provider by what came of it. Any number of instances may
     * sweep at once: each thing is done by one of them.
     *
     * @throws dev.heir.integration.call.Ledger.LedgerUnavailable when PostgreSQL fails: then no provider was judged
     */
    public Sweep sweep() {
        Instant started = clock.instant();
        List<Provider> registered = providers.all();
        int probed = probing.probe(registered);
        int lessons = knowledge.learn();
        Standings.Revised revised =
                standings.revise(registered, settings.window(), settings.sustainedOutage(), judge(registered));
        Standings.Verdict verdict = revised.verdict();
        if (verdict.ownTrouble()) {
            LOG.error("nobody outside answers: our own network seems down, so no provider is blamed");
        }
        Sweep done = new Sweep(
                started,
                Duration.between(started, clock.instant()),
                colours(verdict.standings()),
                probed,
                revised.opened(),
                lessons,
                verdict.ownTrouble());
        swept.fire(done); // others have things to do in this rhythm, after what is urgent
        return done;
    }

    private Assessment judge(List<Provider> registered) {
        return new Assessment(
                new Judgement(settings.downAfter(), settings.warnAt()),
                settings.sustainedOutage(),
                registered.stream().filter(Provider::internal).map(Provider::id).collect(Collectors.toSet()));
    }

    private static Map<Colour, Long> colours(List<Standing> standings) {
        return standings.stream().collect(Collectors.groupingBy(Standing::colour, TreeMap::new, Collectors.counting()));
    }
}
