package dev.heir.integration.call;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** When something was done last for each key, by this instance; the keys used least are forgotten. */
final class Lately {

    private final Map<String, Instant> done;

    /** @param most keys that are remembered */
    Lately(int most) {
        this.done = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
                return size() > most;
            }
        };
    }

    /** Whether it is to be done now, so that it is done once in {@code every}; the caller is expected to do it. */
    synchronized boolean isDue(String key, Instant now, Duration every) {
        Instant last = done.get(key);
        if (last != null && Duration.between(last, now).compareTo(every) < 0) {
            return false;
        }
        done.put(key, now);
        return true;
    }
}
