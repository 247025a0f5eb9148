package dev.heir.integration.report.cost;

import dev.heir.integration.provider.Operation;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.provider.TierShares;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets shares follow use, as each provider's document says: by a proposal, or by itself. */
@Singleton
final class Allocation {

    private final Reallocations reallocations;
    private final Providers providers;

    Allocation(Reallocations reallocations, Providers providers) {
        this.reallocations = reallocations;
        this.providers = providers;
    }

    /**
     * @param today the first day that is not over
     * @return how many proposals were made
     */
    int look(LocalDate today) {
        Map<String, List<TierUse>> use = reallocations.use(today.minusDays(Reallocation.DAYS));
        int made = 0;
        for (Provider provider : providers.all()) {
            Optional<Reallocation> better = hasLimits(provider)
                    ? Reallocation.of(provider.tiers(), use.getOrDefault(provider.id(), List.of()))
                    : Optional.empty();
            boolean automatic = provider.tiers().reallocate() == TierShares.Reallocate.AUTOMATIC;
            if (better.isPresent() && reallocations.record(provider.id(), better.get(), automatic)) {
                made++;
            }
        }
        return made;
    }

    private static boolean hasLimits(Provider provider) {
        return !provider.limits().isEmpty()
                || provider.operations().values().stream()
                        .map(Operation::limits)
                        .anyMatch(limits -> !limits.isEmpty());
    }
}
