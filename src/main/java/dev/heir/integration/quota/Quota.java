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
import java.util.function.Consumer;

/** Who may call now. */
@Singleton
public final class Quota {

    private final Holding.Instance instance;
    private final Clock clock;
    /** Short, since the rows that all instances share are full of it; unlike any other of a fleet all the same. */
    private final String name = Long.toString(UUID.randomUUID().getMostSignificantBits() >>> 1, Character.MAX_RADIX);

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
        @SuppressWarnings("ReferenceEquality") // what is the same needs no comparing, and that is what takes long
        boolean isOfThese(Claimant claimant) {
            return provider == claimant.provider() && project == claimant.project();
        }

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
        List<Permit.Share> shares = path(claimant).shares();
        long last = fleetTime(waitsUntil);
        int scarce = 0;
        while (true) {
            Attempt attempt = attempt(shares, scarce, last);
            if (attempt.taken().size() == shares.size()) {
                admitted.increment();
                return new Decision.Admitted(new Permit(attempt.taken()));
            }
            // What was taken before somebody waits elsewhere would be sent when it counts no longer.
            new Permit(attempt.taken()).giveBack();
            int failed = attempt.failed();
            switch (attempt.why()) {
                case Taken.Units _ -> throw new IllegalStateException("some were taken, and yet not all");
                case Taken.Unknown(RuntimeException failure) -> throw failure;
                case Taken.Refused(String limit, long notBefore, boolean between) -> {
                    if (failed == scarce || notBefore > last) {
                        refused.increment();
                        Permit.Share share = shares.get(failed);
                        long roomAt = share.holding().roomAt(share.units(), notBefore);
                        return refused(share, limit, between, notBefore, roomAt);
                    }
                    scarce = failed;
                }
            }
        }
    }

    /** @param between whether it is only between two periods that there is nothing */
    private Decision.Refused refused(Permit.Share share, String limit, boolean between, long notBefore, long roomAt) {
        boolean money = share.kind() == Scope.Kind.MONEY;
        return new Decision.Refused(
                share.words().orElse(limit),
                money && !between,
                instance.clock().here(notBefore),
                instance.clock().here(roomAt),
                share.holding()
                        .remaining()
                        .filter(left -> !money && left.limit().equals(limit)));
    }

    /** Whether a request would be refused now, for which nothing is taken. */
    public Optional<Decision.Refused> foreseen(Claimant claimant) {
        for (Permit.Share share : path(claimant).shares()) {
            Optional<Holding.Foreseen> refusal = share.holding().foreseen(share.units());
            if (refusal.isPresent()) {
                Holding.Foreseen seen = refusal.get();
                return Optional.of(refused(share, seen.limit(), false, seen.roomAt(), seen.roomAt()));
            }
        }
        return Optional.empty();
    }

    /** @param failed the one of the shares that was not to be had, and why; the last answer when all were */
    private record Attempt(List<Permit.Part> taken, int failed, Taken why) {}

    /** Waits for the scarce one only; the others are to be there when it is. */
    private static Attempt attempt(List<Permit.Share> shares, int scarce, long last) {
        List<Permit.Part> taken = new ArrayList<>(shares.size());
        Taken answer = Lot.UNCOUNTED.taken();
        int next = scarce;
        for (int i = 0; i < shares.size(); i++) {
            Permit.Share share = shares.get(next);
            answer = share.holding().take(share.units(), i == 0 ? last : 0);
            if (!(answer instanceof Taken.Units(Lot lot))) {
                break;
            }
            taken.add(new Permit.Part(share, lot));
            next = (next + 1) % shares.size();
        }
        return new Attempt(taken, next, answer);
    }

    /** Requests admitted by this instance since it began. */
    long admitted() {
        return admitted.sum();
    }

    /** Requests refused by this instance since it began. */
    long refused() {
        return refused.sum();
    }

    /** Callers of this instance that wait in line for the scope's units now. */
    long waiting(String scope) {
        return holdings.values().stream()
                .filter(holding -> holding.scope().equals(scope))
                .mapToLong(Holding::callersWaiting)
                .sum();
    }

    /** Gives back what nobody used since this was last called. */
    public void settleIdle() {
        all(Holding::settleIdle);
    }

    /** Gives everything back: this instance ends. */
    public void release() {
        all(Holding::release);
    }

    /** One that fails keeps no other from its turn. */
    private void all(Consumer<Holding> work) {
        List<RuntimeException> failures = new ArrayList<>();
        for (Holding holding : holdings.values()) {
            try {
                work.accept(holding);
            } catch (RuntimeException failure) {
                failures.add(failure);
            }
        }
        failures.stream()
                .reduce((first, other) -> {
                    first.addSuppressed(other);
                    return first;
                })
                .ifPresent(first -> {
                    throw first;
                });
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
        if (known != null && known.isOfThese(claimant)) {
            return known;
        }
        // Documents are read anew whenever any of them changes, and comparing large ones takes long: it is done once.
        Path path = known != null && known.isOf(claimant)
                ? new Path(claimant.provider(), claimant.project(), known.shares())
                : resolved(claimant);
        paths.put(key, path);
        return path;
    }

    private Path resolved(Claimant claimant) {
        Project project = claimant.project();
        var member = new Member(claimant.tier(), project.id(), project.weight());
        List<Permit.Share> shares = new ArrayList<>();
        for (Scope scope : Scope.of(claimant)) {
            Holding holding = holdings.computeIfAbsent(
                    new HoldingKey(scope.name(), member.key()),
                    key -> new Holding(scope.name(), member, name + "/" + member.key(), scope.rules(), instance));
            holding.obey(scope.rules(), member);
            shares.add(new Permit.Share(holding, scope.cost(), scope.kind(), scope.words(), claimant.credential()));
        }
        return new Path(claimant.provider(), project, List.copyOf(shares));
    }
}
