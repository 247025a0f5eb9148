package dev.heir.integration.cache;

import dev.heir.integration.provider.Body;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer as the provider gave it.
 *
 * @param headers by lower-case name, without those that belong to a connection
 * @param heardAt by the clock of the instance that heard it, or heard last that it still holds
 * @param initialAge how old it was then
 * @param fresh how old it may become and still be given unasked
 * @param selection which requests it is for
 * @param inNeedOnly whether it is for when its provider cannot be asked, and for nothing else
 */
public record KeptAnswer(
        int status,
        Map<String, List<String>> headers,
        Body body,
        Instant heardAt,
        Duration initialAge,
        Duration fresh,
        Selection selection,
        boolean inNeedOnly) {

    public KeptAnswer {
        headers = Map.copyOf(headers);
    }

    public CacheControl said() {
        return CacheControl.of(headers);
    }

    public Duration age(Instant now) {
        Duration resident = Duration.between(heardAt, now);
        return resident.isNegative() ? initialAge : initialAge.plus(resident);
    }

    public boolean isFresh(Instant now) {
        return age(now).compareTo(fresh) < 0;
    }

    /** How long it stays fresh; negative for how long it has been stale. */
    public Duration left(Instant now) {
        return fresh.minus(age(now));
    }

    /** The same, fresh for no longer than that. */
    public KeptAnswer freshFor(Duration most) {
        return fresh.compareTo(most) <= 0
                ? this
                : new KeptAnswer(status, headers, body, heardAt, initialAge, most, selection, inNeedOnly);
    }

    public boolean hasValidator() {
        return headers.containsKey("etag") || headers.containsKey("last-modified");
    }

    /** Whether it may be given because its provider fails (RFC 9111, section 4.2.4, and RFC 5861, section 4). */
    public boolean mayStandIn(Instant now) {
        if (isFresh(now)) {
            return true;
        }
        Optional<Duration> asLongAs = said().time("stale-if-error");
        return allowsStale()
                && asLongAs.map(time -> left(now).negated().compareTo(time) <= 0)
                        .orElse(true);
    }

    /** Whether it may be given stale while it is asked for anew (RFC 5861, section 3). */
    public boolean mayBeGivenMeanwhile(Instant now) {
        return !inNeedOnly
                && allowsStale()
                && said().time("stale-while-revalidate")
                        .map(time -> left(now).negated().compareTo(time) <= 0)
                        .orElse(false);
    }

    public boolean allowsStale() {
        return said().allowsStale();
    }
}
