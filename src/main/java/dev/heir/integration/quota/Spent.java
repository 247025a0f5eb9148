package dev.heir.integration.quota;

import java.util.Map;

/**
 * What the ledger says was spent of a budget this month.
 *
 * @param nanos of its currency, all of them
 * @param counted those of them that the limiter counted as they were spent, by the birth of what was shared then
 * @param until the month's end, microseconds since 1970 by the database's clock
 * @param asOf when it was read, likewise
 */
public record Spent(long nanos, Map<Long, Long> counted, long until, long asOf) {

    public Spent {
        counted = Map.copyOf(counted);
    }

    /** What nobody counted who shares this: spent before there was a budget, or by who had not heard of it. */
    long beside(long born) {
        return Math.max(0, nanos - counted.getOrDefault(born, 0L));
    }
}
