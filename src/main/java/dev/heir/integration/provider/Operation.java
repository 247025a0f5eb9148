package dev.heir.integration.provider;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One named request of a provider.
 *
 * @param path template below the base URL, {@code /orders/{id}.json}
 * @param safe may be repeated without effect (RFC 9110, section 9.2.1); follows from the method unless the document says otherwise
 * @param cache how long an answer counts as fresh where its provider does not say less; zero for never, and empty where only
 *     what the provider says counts
 * @param costs what one request takes from the limits, and what is paid for it, by unit; at least one request
 * @param limits of this operation alone, beside those of its provider
 * @param timeout of one attempt, within the deadline of the call
 * @param idempotencyHeader the header under which the provider accepts an idempotency key, which makes an unsafe operation repeatable
 * @param readBack the safe operation that tells whether an ambiguous request took effect
 * @param readBackAfter how long after a request was last heard of its effect shows at the latest: only then is its absence
 *     a proof that it was not carried out; empty when nobody can promise that
 * @param pagination how its list is given in pages
 * @param batch whether, and how, many calls may be asked at once
 * @param hedge whether a second request may be sent when the first is slower than nearly all before it
 * @param protocol how its requests and answers are understood
 * @param showsSecrets whether a known secret in its answers is its business, and not masked
 */
public record Operation(
        String name,
        String method,
        String path,
        boolean safe,
        Optional<Duration> cache,
        Map<String, Long> costs,
        List<Limit> limits,
        Duration timeout,
        Optional<String> idempotencyHeader,
        Optional<String> readBack,
        Optional<Duration> readBackAfter,
        Optional<Pagination> pagination,
        Optional<Batch> batch,
        boolean hedge,
        Protocol protocol,
        boolean showsSecrets) {

    /** One whose answers have no business with secrets of ours. */
    public Operation(
            String name,
            String method,
            String path,
            boolean safe,
            Optional<Duration> cache,
            Map<String, Long> costs,
            List<Limit> limits,
            Duration timeout,
            Optional<String> idempotencyHeader,
            Optional<String> readBack,
            Optional<Duration> readBackAfter,
            Optional<Pagination> pagination,
            Optional<Batch> batch,
            boolean hedge,
            Protocol protocol) {
        this(
                name,
                method,
                path,
                safe,
                cache,
                costs,
                limits,
                timeout,
                idempotencyHeader,
                readBack,
                readBackAfter,
                pagination,
                batch,
                hedge,
                protocol,
                false);
    }

    /** A plain one that is asked alone. */
    public Operation(
            String name,
            String method,
            String path,
            boolean safe,
            Optional<Duration> cache,
            Map<String, Long> costs,
            List<Limit> limits,
            Duration timeout,
            Optional<String> idempotencyHeader,
            Optional<String> readBack,
            Optional<Duration> readBackAfter,
            Optional<Pagination> pagination) {
        this(
                name,
                method,
                path,
                safe,
                cache,
                costs,
                limits,
                timeout,
                idempotencyHeader,
                readBack,
                readBackAfter,
                pagination,
                Optional.empty(),
                false,
                Protocol.REST);
    }

    public Operation {
        costs = Map.copyOf(costs);
        limits = List.copyOf(limits);
        if (!costs.containsKey(Limit.REQUESTS)) {
            throw new IllegalArgumentException("a request costs at least one request, was " + costs);
        }
        costs.forEach((unit, cost) -> {
            if (cost < 1) {
                throw new IllegalArgumentException("cost must be at least 1, was " + cost + " " + unit);
            }
        });
    }

    /** The same, asked by another method. */
    public Operation withMethod(String other) {
        return with(other, safe, costs, limits, batch, protocol, showsSecrets);
    }

    /** The same, as safe as what it was asked to do this time. */
    public Operation withSafe(boolean other) {
        return with(method, other, costs, limits, batch, protocol, showsSecrets);
    }

    /** The same, spoken to in another way. */
    public Operation withProtocol(Protocol other) {
        return with(method, safe, costs, limits, batch, other, showsSecrets);
    }

    /** The same, having taken so many units of what costs are counted in. */
    public Operation withCost(String unit, long units) {
        Map<String, Long> others = new HashMap<>(costs);
        others.put(unit, Math.max(1, units));
        return with(method, safe, others, limits, batch, protocol, showsSecrets);
    }

    /** The same request of another provider that does not know it: it takes what any such takes there. */
    public Operation at(Provider other) {
        return with(method, safe, other.unnamedCosts(), List.of(), Optional.empty(), protocol, false);
    }

    private Operation with(
            String otherMethod,
            boolean otherSafe,
            Map<String, Long> otherCosts,
            List<Limit> otherLimits,
            Optional<Batch> otherBatch,
            Protocol otherProtocol,
            boolean otherShows) {
        return new Operation(
                name,
                otherMethod,
                path,
                otherSafe,
                cache,
                otherCosts,
                otherLimits,
                timeout,
                idempotencyHeader,
                readBack,
                readBackAfter,
                pagination,
                otherBatch,
                hedge,
                otherProtocol,
                otherShows);
    }

    /** The weight of one request in limits that count requests. */
    public long cost() {
        return costs.getOrDefault(Limit.REQUESTS, 1L);
    }
}
