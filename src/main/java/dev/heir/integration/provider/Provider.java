package dev.heir.integration.provider;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One external service.
 *
 * @param baseUrl http or https, without query or fragment; paths of operations are appended to it
 * @param alternatives base URLs of the same provider, in the order they are tried
 * @param credentials ids of credentials that may sign its requests, in the order they are tried; none for open services
 * @param monthlyBudget what all projects together may spend on it
 * @param internal whether it may live on a private or loopback address
 * @param protocol what its operations speak, and requests that are none of them
 */
public record Provider(
        String id,
        URI baseUrl,
        Criticality criticality,
        List<Limit> limits,
        TierShares tiers,
        Map<String, Operation> operations,
        List<URI> alternatives,
        Optional<Fallback> fallback,
        Degraded degraded,
        Optional<PriceModel> price,
        Optional<Budget> monthlyBudget,
        List<Plan> plans,
        Optional<Probe> probe,
        List<String> credentials,
        Duration timeout,
        boolean internal,
        Protocol protocol) {

    /** One attempt's timeout where the document names none. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    public Provider {
        limits = List.copyOf(limits);
        operations = Map.copyOf(operations);
        alternatives = List.copyOf(alternatives);
        plans = List.copyOf(plans);
        credentials = List.copyOf(credentials);
    }

    /** Whether its base URL or an alternative is there. */
    public boolean livesAt(Origin origin) {
        return Origin.of(baseUrl).equals(origin)
                || alternatives.stream().map(Origin::of).anyMatch(origin::equals);
    }

    /** The same provider with its fallback's mapping filled in. */
    public Provider withFallback(Fallback other) {
        return with(tiers, Optional.of(other));
    }

    /** The same provider with its limits shared otherwise. */
    public Provider withTiers(TierShares others) {
        return with(others, fallback);
    }

    private Provider with(TierShares otherTiers, Optional<Fallback> otherFallback) {
        return new Provider(
                id,
                baseUrl,
                criticality,
                limits,
                otherTiers,
                operations,
                alternatives,
                otherFallback,
                degraded,
                price,
                monthlyBudget,
                plans,
                probe,
                credentials,
                timeout,
                internal,
                protocol);
    }

    /**
     * What a request takes that is none of its operations: one request, and of every other unit as much as the operation
     * that takes most of it. Of what is paid for it is one unit at least, since it is not free because nobody knows it.
     */
    public Map<String, Long> unnamedCosts() {
        Map<String, Long> costs = new HashMap<>();
        operations
                .values()
                .forEach(operation -> operation.costs().forEach((unit, cost) -> costs.merge(unit, cost, Math::max)));
        price.ifPresent(paid -> paid.byUnit().keySet().forEach(unit -> costs.putIfAbsent(unit, 1L)));
        costs.remove(PriceModel.CALLS);
        costs.put(Limit.REQUESTS, 1L);
        return costs;
    }
}
