package dev.heir.integration.health;

import dev.heir.integration.call.CallRequest;
import dev.heir.integration.call.Calls;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Probe;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Tier;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/** Asks providers how they are: calls like any other, in the ledger, within the quota, the least important of all. */
@Singleton
final class Probing {

    /** Who asks; its calls are told apart from those of the company's projects. */
    static final Project ORCHESTRATOR = new Project("orchestrator", Tier.NICE_TO_HAVE, Optional.empty());

    private static final Logger LOG = Logger.getLogger(Probing.class);

    private final Standings standings;
    private final Calls calls;
    private final HealthSettings settings;

    Probing(Standings standings, Calls calls, HealthSettings settings) {
        this.standings = standings;
        this.calls = calls;
        this.settings = settings;
    }

    /**
     * Probes those that are due and that no other instance probes, all at once, and waits for them.
     *
     * @return how many were probed
     */
    int probe(List<Provider> providers) {
        Map<String, Probe> probes = new HashMap<>();
        Map<String, Duration> every = new HashMap<>();
        for (Provider provider : providers) {
            provider.probe().ifPresent(probe -> {
                probes.put(provider.id(), probe);
                every.put(provider.id(), probe.every());
            });
        }
        if (probes.isEmpty()) {
            return 0;
        }
        probes.keySet().retainAll(standings.claimProbes(every, settings.probes()));
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            probes.forEach((provider, probe) -> each.execute(() -> ask(provider, probe)));
        }
        return probes.size();
    }

    private void ask(String provider, Probe probe) {
        try {
            calls.answer(ORCHESTRATOR, request(provider, probe.operation()));
        } catch (InvalidInput impossible) {
            LOG.warnf("the probe of '%s' cannot be sent: %s", provider, impossible.getMessage());
        } catch (RuntimeException ours) {
            // It says nothing about the provider, and the other probes must not suffer from it.
            LOG.errorf(ours, "the probe of '%s' failed on our side", provider);
        }
    }

    private CallRequest request(String provider, String operation) {
        return new CallRequest(
                provider,
                Optional.of(operation),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Body.EMPTY,
                Optional.of(Tier.NICE_TO_HAVE),
                Optional.of(settings.probeDeadline()),
                Optional.empty(),
                false);
    }
}
