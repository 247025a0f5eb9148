package dev.heir.integration.cache;

import dev.heir.integration.strike.HttpDate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How long an answer is fresh, and how old it was when it came (RFC 9111, section 4.2). */
public final class Freshness {

    /** RFC 9110, section 15.1: what may be taken for fresh although nobody said so. */
    private static final Set<Integer> HEURISTIC = Set.of(200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501);

    /** Of the time for which it has not changed: the usual tenth (section 4.2.2). */
    private static final int TENTH = 10;

    /** What was not changed for long may be changed today: a guess of more than an hour helps nobody. */
    private static final Duration LONGEST_GUESS = Duration.ofHours(1);

    private static final Duration LONGEST = Duration.ofSeconds(1L << 31);

    private Freshness() {}

    /** Whether its provider said for how long. */
    public static boolean isExplicit(Map<String, List<String>> headers) {
        CacheControl said = CacheControl.of(headers);
        return said.says("s-maxage") || said.says("max-age") || headers.containsKey("expires");
    }

    /** Whether the status allows a guess, or its provider does. */
    static boolean mayBeGuessed(int status, Map<String, List<String>> headers) {
        return HEURISTIC.contains(status) || CacheControl.of(headers).says("public");
    }

    /**
     * For how long it is fresh, counted from when it was made; zero where nothing says so.
     *
     * @param heardAt stands in for a {@code Date} that is missing or unreadable
     */
    public static Duration lifetime(int status, Map<String, List<String>> headers, Instant heardAt) {
        CacheControl said = CacheControl.of(headers);
        Optional<Duration> stated = said.time("s-maxage").or(() -> said.time("max-age"));
        if (stated.isPresent()) {
            return stated.get();
        }
        Instant made = date(headers, "date", heardAt).orElse(heardAt);
        List<String> expires = headers.getOrDefault("expires", List.of());
        if (!expires.isEmpty()) {
            return HttpDate.read(expires.getFirst(), heardAt)
                    .map(end -> bounded(Duration.between(made, end)))
                    .orElse(Duration.ZERO);
        }
        return mayBeGuessed(status, headers)
                ? date(headers, "last-modified", heardAt)
                        .map(changed -> bounded(Duration.between(changed, made)).dividedBy(TENTH))
                        .map(guess -> guess.compareTo(LONGEST_GUESS) < 0 ? guess : LONGEST_GUESS)
                        .orElse(Duration.ZERO)
                : Duration.ZERO;
    }

    /** How old it was when it was heard (section 4.2.3), by its own clock, by ours, and by the caches before us. */
    public static Duration initialAge(Map<String, List<String>> headers, Instant askedAt, Instant heardAt) {
        Duration apparent = date(headers, "date", heardAt)
                .map(made -> bounded(Duration.between(made, heardAt)))
                .orElse(Duration.ZERO);
        // A Date has whole seconds, and clocks differ a little: less than that is no age.
        Duration old = apparent.compareTo(Duration.ofSeconds(2)) < 0 ? Duration.ZERO : apparent;
        Duration corrected = age(headers).plus(bounded(Duration.between(askedAt, heardAt)));
        return old.compareTo(corrected) > 0 ? old : corrected;
    }

    /** The first member counts, and what is no number does not (section 5.1). */
    private static Duration age(Map<String, List<String>> headers) {
        return headers.getOrDefault("age", List.of()).stream()
                .findFirst()
                .flatMap(line -> Members.of(line).stream().findFirst())
                .flatMap(CacheControl::seconds)
                .orElse(Duration.ZERO);
    }

    static Optional<Instant> date(Map<String, List<String>> headers, String name, Instant now) {
        return headers.getOrDefault(name, List.of()).stream().findFirst().flatMap(text -> HttpDate.read(text, now));
    }

    private static Duration bounded(Duration time) {
        return time.isNegative() ? Duration.ZERO : time.compareTo(LONGEST) > 0 ? LONGEST : time;
    }
}
