package dev.heir.integration.strike;

import dev.heir.integration.provider.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that strike one's next step depends on, after an attempt failed or could not be made.
 *
 * @param mayRepeat what {@link Repetition} says of the last request
 * @param mayDefer whether the caller accepts an answer that comes later
 * @param budgetAllows what {@link RetryBudget} says of the provider's traffic
 * @param refreshable whether the credential can be renewed and has not been in this call
 * @param targetFrom from when on the endpoint just used may be asked again, which is now or when the quiet is over that
 *     it asked for; empty while the fleet keeps its circuit open on its own judgement
 * @param alternativePasses whether there is an endpoint of the same provider that is not known to be down and was asked
 *     less often in this call
 * @param unreachable whether the last request did not even arrive
 * @param held whether it did not even leave: we held it back ourselves
 * @param pointless whether another try at the endpoint just used would end the same way
 * @param retries made so far in this call
 * @param backoff what the tier's policy would wait now
 * @param retryAt what the provider said, if it did
 * @param end until when to go on by our own choice, not after the deadline: the time between is for what comes next
 * @param leastAttempt the shortest time in which an attempt is worth starting
 */
public record Situation(
        Symptom symptom,
        Tier tier,
        boolean mayRepeat,
        boolean mayDefer,
        boolean budgetAllows,
        boolean refreshable,
        Optional<Instant> targetFrom,
        boolean alternativePasses,
        boolean unreachable,
        boolean held,
        boolean pointless,
        int retries,
        Duration backoff,
        Optional<Instant> retryAt,
        Instant now,
        Instant end,
        Instant deadline,
        Duration leastAttempt) {

    /** Whether an attempt right now can still end in time. */
    boolean fitsNow() {
        return endsBy(Duration.ZERO, end);
    }

    /** Whether an attempt after {@link #politeWait} can. A wait that was asked for may use all of the call's time. */
    boolean fitsPolitely() {
        return endsBy(politeWait(), toldToWait().isPresent() ? deadline : end);
    }

    private boolean endsBy(Duration wait, Instant limit) {
        return !now.plus(wait).plus(leastAttempt).isAfter(limit);
    }

    /** Until when the provider asked us to wait, in so many words or by the quiet that the fleet keeps for it. */
    public Optional<Instant> toldToWait() {
        return Stream.concat(retryAt.stream(), targetFrom.stream())
                .filter(now::isBefore)
                .max(Comparator.naturalOrder());
    }

    /** Never earlier than the provider said, and never less than the tier's own manners. */
    Duration politeWait() {
        return toldToWait()
                .map(at -> Duration.between(now, at))
                .filter(told -> told.compareTo(backoff) > 0)
                .orElse(backoff);
    }
}
