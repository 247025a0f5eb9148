package dev.heir.integration.call;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a call would do now. Nothing was sent, taken, charged or recorded for it.
 *
 * @param url with what a credential adds to it masked, as in {@code headers} and {@code body}
 * @param headers what the call adds to those of any HTTP client, by lower-case name
 * @param endpoint the base URL that would be asked first; empty while every circuit is open
 * @param alternatives declared ones that would be asked after it
 * @param quota what one attempt takes from each limit
 * @param cost of one attempt, at the month's present place in the price
 * @param attempts how often it may be sent at most, tier and deadline willing
 * @param firstWait at most before the second attempt, where the provider says nothing
 * @param longestWait at most before any
 * @param obstacle why it would not be sent just now
 * @param keptFor how old the kept answer is that would be given instead
 */
public record DryRun(
        String provider,
        String operation,
        String method,
        String url,
        Map<String, String> headers,
        Body body,
        Optional<String> endpoint,
        List<String> alternatives,
        Optional<String> fallback,
        Optional<String> credential,
        boolean safe,
        Optional<String> idempotencyKey,
        List<Taking> quota,
        Optional<Money> cost,
        Tier tier,
        Duration deadline,
        int attempts,
        Duration firstWait,
        Duration longestWait,
        Optional<String> obstacle,
        Optional<Duration> keptFor) {

    /** @param units that one attempt takes from the limit */
    public record Taking(Limit limit, long units) {}
}
