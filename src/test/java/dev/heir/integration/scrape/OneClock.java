package dev.heir.integration.scrape;

import dev.heir.integration.call.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Host clocks in memory, at a time that only a pause moves. */
final class OneClock implements HostClock, Pause {

    Instant now = Instant.EPOCH;
    final Map<String, Instant> nextAt = new HashMap<>();
    final List<String> turns = new ArrayList<>();

    @Override
    public Turn take(String host, Duration most) {
        Instant next = nextAt.getOrDefault(host, now);
        if (next.isAfter(now)) {
            return new Turn.NotYet(Duration.between(now, next));
        }
        nextAt.put(host, now.plus(most));
        turns.add(host + " taken");
        return new Turn.Granted(new UUID(0, turns.size()));
    }

    @Override
    public void done(String host, UUID turn, Duration delay) {
        nextAt.put(host, now.plus(delay));
        turns.add(host + " done");
    }

    @Override
    public void slowDown(String host, UUID turn, Duration stated, Duration usual) {
        nextAt.put(host, now.plus(stated.isZero() ? usual : stated));
        turns.add(host + " slowed");
    }

    @Override
    public void sleep(Duration time) {
        now = now.plus(time);
    }

    Duration left(PageUrl url) {
        return Duration.between(now, nextAt.getOrDefault(url.host(), now));
    }
}
