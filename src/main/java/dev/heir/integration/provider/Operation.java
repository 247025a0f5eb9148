package dev.heir.integration.provider;

import java.time.Duration;
import java.util.Optional;

/**
 * One named request of a provider.
 *
 * @param path template below the base URL, {@code /orders/{id}.json}
 * @param safe may be repeated without effect (RFC 9110, section 9.2.1); follows from the method unless the document says otherwise
 * @param cache how long an answer counts as fresh; zero when it is not served from the cache while fresh
 * @param cost weighted units one call takes from each limit, at least 1
 * @param timeout of one attempt, within the deadline of the call
 * @param idempotencyHeader the header under which the provider accepts an idempotency key, which makes an unsafe operation repeatable
 * @param readBack the safe operation that tells whether an ambiguous request took effect
 * @param pagination the hint of the document, as written
 */
public record Operation(
        String name,
        String method,
        String path,
        boolean safe,
        Duration cache,
        int cost,
        Duration timeout,
        Optional<String> idempotencyHeader,
        Optional<String> readBack,
        Optional<String> pagination) {

    public Operation {
        if (cost < 1) {
            throw new IllegalArgumentException("cost must be at least 1, was " + cost);
        }
    }
}
