package dev.heir.integration.strike;

import dev.heir.integration.provider.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The order in which remedies are taken (SPEC, section 2): what strike one does next, and what strike two tries in turn.
 */
public final class Ladder {

    private Ladder() {}

    /** The next step of strike one. Never one that would be early, double an effect, or pass the deadline. */
    public static Step next(Situation situation) {
        if (!situation.mayRepeat()) {
            return new Step.Over("the request must not be sent once more");
        }
        return switch (situation.symptom()) {
            case TIMEOUT, SERVICE_UNAVAILABLE -> afterOutage(situation);
            case AUTHENTICATION_FAILURE -> afterRefusal(situation);
            case RATE_LIMIT_EXCEEDED, HTTP_429, QUOTA_EXCEEDED, THROTTLING_ACTIVE -> afterLimit(situation);
            case USAGE_WARNING, FORMAT_CHANGE ->
                throw new IllegalArgumentException(situation.symptom() + " comes with an answer, nothing follows");
        };
    }

    /**
     * What may be tried when strike one is over, in turn. A call that is nice to have is skipped instead: it must not
     * spend a fallback's money or quota.
     */
    public static List<Remedy> strikeTwo(Symptom symptom, Tier tier) {
        if (tier == Tier.NICE_TO_HAVE) {
            return List.of();
        }
        return switch (symptom.pattern()) {
            case API_FAILURE, DATA_QUALITY ->
                List.of(Remedy.FALLBACK_PROVIDER, Remedy.CACHED_RESPONSE, Remedy.GRACEFUL_DEGRADATION);
            // A provider that limits us is, for this call, a provider that fails: what its owner declared still helps.
            case RATE_LIMITING ->
                List.of(
                        Remedy.USAGE_OPTIMIZATION,
                        Remedy.PLAN_UPGRADE,
                        Remedy.DISTRIBUTED_REQUESTS,
                        Remedy.CACHING_STRATEGY,
                        Remedy.FALLBACK_PROVIDER,
                        Remedy.GRACEFUL_DEGRADATION);
        };
    }

    private static Step afterOutage(Situation now) {
        // What did not even arrive was no load on the provider: the budget does not keep a call from going elsewhere.
        if (now.unreachable() && now.alternativePasses() && now.fitsNow()) {
            return new Step.Again(Remedy.ALTERNATIVE_ENDPOINT, Duration.ZERO);
        }
        if (now.pointless()) {
            return new Step.Over("another try would end the same way");
        }
        Optional<Instant> told = now.toldToWait();
        if (!now.budgetAllows() && !now.held()) {
            String spent = "retries already make up their share of the provider's traffic";
            return told.filter(_ -> now.targetFrom().isPresent())
                    .map(at -> parkOr(now, at, spent))
                    .orElseGet(() -> new Step.Over(spent));
        }
        Duration wait = now.politeWait();
        boolean sameAgain = now.targetFrom().isPresent() && now.fitsPolitely();
        // One more try at the same place first, unless we were told to wait there, or it would let us wait as long
        // again.
        boolean elsewhereFirst = now.retries() > 0
                || now.unreachable()
                || now.symptom() == Symptom.TIMEOUT
                || told.isPresent()
                || !sameAgain;
        if (now.alternativePasses() && elsewhereFirst && now.fitsNow()) {
            return new Step.Again(Remedy.ALTERNATIVE_ENDPOINT, Duration.ZERO);
        }
        if (sameAgain) {
            return new Step.Again(Remedy.RETRY_WITH_BACKOFF, wait);
        }
        // Quiet that the target asked for ends when it said; a circuit of our own making may be opened again and again.
        if (now.targetFrom().isEmpty()) {
            return new Step.Over("the circuit is open");
        }
        return told.map(at -> parkOr(now, at, "the provider asked for more time than the deadline leaves"))
                .orElseGet(() -> new Step.Over("the deadline leaves no time for another attempt"));
    }

    private static Step afterRefusal(Situation now) {
        if (!now.refreshable()) {
            return new Step.Over("the credential was refused and cannot be renewed again");
        }
        Optional<Instant> told = now.toldToWait();
        if (told.isEmpty()) {
            return now.fitsNow()
                    ? new Step.Again(Remedy.CREDENTIAL_REFRESH, Duration.ZERO)
                    : new Step.Over("the deadline leaves no time for another attempt");
        }
        return now.fitsPolitely()
                ? new Step.Again(Remedy.CREDENTIAL_REFRESH, now.politeWait())
                : parkOr(now, told.get(), "the provider asked for more time than the deadline leaves");
    }

    private static Step afterLimit(Situation now) {
        if (now.retryAt().isEmpty() && now.symptom() == Symptom.QUOTA_EXCEEDED) {
            return new Step.Over("what was bought is used up and the provider does not say until when");
        }
        Duration wait = now.politeWait();
        // A call that never left did not add to the provider's load: the budget of retries is not about it.
        boolean budget = now.budgetAllows() || now.held();
        if (budget && now.fitsPolitely()) {
            return new Step.Again(Remedy.REQUEST_THROTTLING, wait);
        }
        return parkOr(now, now.now().plus(wait), "the provider's limit ends after the deadline");
    }

    private static Step parkOr(Situation now, Instant notBefore, String reason) {
        return now.mayDefer() && now.tier() != Tier.NICE_TO_HAVE ? new Step.Park(notBefore) : new Step.Over(reason);
    }
}
