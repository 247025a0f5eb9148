package dev.heir.integration.scrape;

import dev.heir.integration.scrape.robots.AgentRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of the origins this instance is busy with, read once: a robots.txt may be half a megabyte, and a crawl asks it
 * for every page. What another instance learns is seen here within a minute.
 */
final class KnownRules {

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int MOST_ORIGINS = 1_000;

    /** In characters of the files; rules take some ten times the room. */
    private static final int MOST_TEXT = 4 * 1024 * 1024;

    private final RobotsFiles files;
    private final String token;
    private final Clock clock;
    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true);
    private int text;

    KnownRules(RobotsFiles files, String token, Clock clock) {
        this.files = files;
        this.token = token;
        this.clock = clock;
    }

    /** @param until when the file may no longer be relied on */
    record Known(RobotsTxt robots, AgentRules rules, Instant until, Instant here) {

        int size() {
            return robots instanceof RobotsTxt.Found(String text) ? text.length() : 0;
        }
    }

    Optional<Known> find(String origin) {
        Instant now = clock.instant();
        Optional<Known> here = here(origin, now);
        return here.isPresent() ? here : files.find(origin).map(found -> read(origin, found, now));
    }

    void keep(String origin, RobotsTxt robots, Duration fresh) {
        files.keep(origin, robots, fresh);
        forget(origin);
    }

    private synchronized Optional<Known> here(String origin, Instant now) {
        return Optional.ofNullable(known.get(origin)).filter(rules -> now.isBefore(rules.here()));
    }

    private Known read(String origin, RobotsFiles.Known found, Instant now) {
        Duration here = found.fresh().compareTo(LONGEST) < 0 ? found.fresh() : LONGEST;
        Known read = new Known(found.robots(), found.robots().rules(token), now.plus(found.fresh()), now.plus(here));
        put(origin, read);
        return read;
    }

    private synchronized void put(String origin, Known read) {
        forget(origin);
        known.put(origin, read);
        text += read.size();
        while (known.size() > MOST_ORIGINS || (text > MOST_TEXT && known.size() > 1)) {
            forget(known.keySet().iterator().next());
        }
    }

    private synchronized void forget(String origin) {
        Known gone = known.remove(origin);
        text -= gone == null ? 0 : gone.size();
    }
}
