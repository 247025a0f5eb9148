package dev.heir.integration.knowledge;

import dev.heir.integration.strike.Remedy;

/**
 * What is advised about a remedy for a signature, from what is proven: a pure decision. It is for people: the ladder takes
 * remedies in their standard order whatever is known of them.
 */
public enum Advice {
    /** Well proven, and it can do no harm. */
    TAKE_FIRST,
    /** Proven; whoever takes it writes down that it was taken for its record. */
    TRY,
    /** Worked more often than not. */
    CONSIDER,
    /** Not proven: nothing speaks for another order. */
    STANDARD_ORDER;

    /** The bounds are exclusive: exactly 0.9 is not above 0.9. */
    public static Advice on(Remedy remedy, Proof proof) {
        double proven = proof.proven();
        if (proven > 0.9 && isLowRisk(remedy)) {
            return TAKE_FIRST;
        }
        if (proven > 0.7) {
            return TRY;
        }
        return proven > 0.5 ? CONSIDER : STANDARD_ORDER;
    }

    /** Low risk: stays with the same provider and credential, spends nobody's money, and makes no answer up. */
    static boolean isLowRisk(Remedy remedy) {
        return switch (remedy) {
            case RETRY_WITH_BACKOFF,
                    ALTERNATIVE_ENDPOINT,
                    CREDENTIAL_REFRESH,
                    CACHED_RESPONSE,
                    REQUEST_THROTTLING,
                    QUEUE,
                    USAGE_OPTIMIZATION,
                    CACHING_STRATEGY -> true;
            case FALLBACK_PROVIDER, GRACEFUL_DEGRADATION, PLAN_UPGRADE, DISTRIBUTED_REQUESTS -> false;
        };
    }
}
