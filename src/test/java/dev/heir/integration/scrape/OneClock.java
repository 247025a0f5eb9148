package dev.heir.integration.scrape;

import dev.heir.integration.call.Pause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Host clocks in memory, at a time that only a pause moves. */
final class OneClock extends Clock implements HostClock, Pause {

    Instant now = Instant.EPOCH;
    final Map<String, Instant> nextAt = new HashMap<>();
    final Map<String, Instant> lastEnded = new HashMap<>();
    final Map<String, Pace> paces = new HashMap<>();
    final List<String> turns = new ArrayList<>();

    @Override
    public Turn take(String host, Duration most, Duration least) {
        Instant next = nextAt.getOrDefault(host, now);
        Instant apart = lastEnded.getOrDefault(host, now.minus(least)).plus(least);
        next = apart.isAfter(next) ? apart : next;
        if (next.isAfter(now)) {
            return new Turn.NotYet(Duration.between(now, next));
        }
        nextAt.put(host, now.plus(most));
        turns.add(host + " taken");
        return new Turn.Granted(new UUID(0, turns.size()), paces.getOrDefault(host, Pace.UNKNOWN));
    }

    @Override
    public boolean renew(String host, UUID turn, Duration most) {
        nextAt.put(host, now.plus(most));
        return true;
    }

    @Override
    public void done(String host, UUID turn, Pace pace, Duration delay) {
        paces.put(host, pace);
        nextAt.put(host, now.plus(delay));
        lastEnded.put(host, now);
        turns.add(host + " done");
    }

    @Override
    public void slowDown(String host, UUID turn, Pace pace, Duration stated, Duration usual) {
        paces.put(host, pace);
        nextAt.put(host, now.plus(stated.isZero() ? usual : stated));
        lastEnded.put(host, now);
        turns.add(host + " slowed");
    }

    @Override
    public void sleep(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    Duration left(PageUrl url) {
        return Duration.between(now, nextAt.getOrDefault(url.host(), now));
    }
}
