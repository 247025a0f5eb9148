package dev.heir.integration.quota;

import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Tier;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Who may call now. */
@Singleton
public final class Quota {

    private final Holding.Instance instance;
    private final Clock clock;
    private final String name = UUID.randomUUID().toString();
    private final Map<HoldingKey, Holding> holdings = new ConcurrentHashMap<>();
    private final Map<PathKey, Path> paths = new ConcurrentHashMap<>();
    private final LongAdder admitted = new LongAdder();
    private final LongAdder refused = new LongAdder();

    public Quota(SharedStates states, FleetClock fleetClock, Waiting waiting, QuotaConfig config, Clock clock) {
        this.instance = new Holding.Instance(states, fleetClock, waiting, config);
        this.clock = clock;
    }

    private record HoldingKey(String scope, String member) {}

    /** @param operation its name, where it has limits of its own; those that callers make up as they go have none */
    private record PathKey(
            String provider,
            String operation,
            Map<String, Long> costs,
            Optional<String> credential,
            String project,
            Tier tier) {}

    /** What a request has to pass, as it was resolved for this very document. */
    private record Path(Provider provider, Project project, List<Permit.Share> shares) {
        boolean isOf(Claimant claimant) {
            return provider.equals(claimant.provider()) && project.equals(claimant.project());
        }
    }

    /**
     * Admits a request or says when to come back. All of its limits admit it, or nothing is taken from any.
     *
     * @param waitsUntil by this machine's clock: how long the caller may wait in line; in the past when it may not
     * @throws RuntimeException when the shared state cannot be reached: nothing is admitted that cannot be counted
     */
    public Decision admit(Claimant claimant, Instant waitsUntil) {
        Path path = path(claimant);
        List<Permit.Share> taken = new ArrayList<>(path.shares().size());
        for (Permit.Share share : path.shares()) {
            switch (share.holding().take(share.units(), fleetTime(waitsUntil))) {
                case Taken.Units _ -> taken.add(share);
                case Taken.Refused(String limit, long notBefore) -> {
                    new Permit(taken).giveBack();
                    refused.increment();
                    return new Decision.Refused(
                            share.words().orElse(limit),
                            share.kind() == Scope.Kind.MONEY,
                            instance.clock().here(notBefore));
                }
                case Taken.Unknown(RuntimeException failure) -> {
                    new Permit(taken).giveBack();
                    throw failure;
                }
            }
        }
        admitted.increment();
        return new Decision.Admitted(new Permit(taken));
    }

    /** Requests admitted by this instance since it began. */
    long admitted() {
        return admitted.sum();
    }

    /** Requests refused by this instance since it began. */
    long refused() {
        return refused.sum();
    }

    /** Gives back what nobody used since this was last called. */
    public void settleIdle() {
        holdings.values().forEach(Holding::settleIdle);
    }

    /** Gives everything back: this instance ends. */
    public void release() {
        holdings.values().forEach(Holding::release);
    }

    private long fleetTime(Instant here) {
        long left = Duration.between(clock.instant(), here).toNanos() / 1000;
        return left <= 0 ? 0 : instance.clock().now().earliestMicros() + left;
    }

    private Path path(Claimant claimant) {
        var key = new PathKey(
                claimant.provider().id(),
                claimant.operation().limits().isEmpty()
                        ? ""
                        : claimant.operation().name(),
                claimant.operation().costs(),
                claimant.credential(),
                claimant.project().id(),
                claimant.tier());
        Path known = paths.get(key);
        if (known == null || !known.isOf(claimant)) {
            known = resolved(claimant);
            paths.put(key, known);
        }
        return known;
    }

    private Path resolved(Claimant claimant) {
        Project project = claimant.project();
        var member = new Member(claimant.tier(), project.id(), project.weight());
        List<Permit.Share> shares = new ArrayList<>();
        for (Scope scope : Scope.of(claimant)) {
            Holding holding = holdings.computeIfAbsent(
                    new HoldingKey(scope.name(), member.key()),
                    key -> new Holding(scope.name(), member, name + "/" + member.key(), scope.rules(), instance));
            holding.obey(scope.rules());
            shares.add(new Permit.Share(holding, scope.cost(), scope.kind(), scope.words()));
        }
        return new Path(claimant.provider(), project, List.copyOf(shares));
    }
}
