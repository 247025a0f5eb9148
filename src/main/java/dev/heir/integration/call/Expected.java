package dev.heir.integration.call;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether it is worth a round trip to look for a kept answer: not where answers are known not to be for keeping. Without
 * this every call of a provider that wants no cache would pay for one.
 */
final class Expected {

    /** After so many answers in a row that were not for keeping, the next will hardly be. */
    private static final int ENOUGH = 16;

    /** A provider that changes its mind is heard when an answer of its own is, or after this. */
    private static final Duration BELIEVED = Duration.ofMinutes(1);

    private final Map<String, Instant> notKept;
    private final Map<String, Integer> inARow;

    /** @param most addresses, and groups of them, that are remembered */
    Expected(int most) {
        this.notKept = bounded(most);
        this.inARow = bounded(most);
    }

    private static <V> Map<String, V> bounded(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * @param place one address, for one audience
     * @param group of addresses that are alike
     */
    synchronized boolean isWorthLooking(String place, String group, Instant now) {
        Instant since = notKept.get(place);
        return (since == null || Duration.between(since, now).compareTo(BELIEVED) >= 0)
                && inARow.getOrDefault(group, 0) < ENOUGH;
    }

    /** Whether the last answer of its kind was for keeping, so that the next hardly is not. */
    synchronized boolean isLikely(String group) {
        return inARow.getOrDefault(group, ENOUGH) == 0;
    }

    synchronized void heard(String place, String group, boolean isForKeeping, Instant now) {
        if (isForKeeping) {
            notKept.remove(place);
            inARow.put(group, 0);
        } else {
            notKept.put(place, now);
            inARow.merge(group, 1, Integer::sum);
        }
    }
}
