package dev.heir.integration.knowledge;

import dev.heir.integration.strike.Remedy;

/** How far a remedy is trusted for a signature, from what is proven: a pure decision. */
public enum Trust {
    /** Applied without asking. */
    APPLY,
    /** Tried, with a note in the case file. */
    TRY_WITH_NOTE,
    /** Only recommended. */
    RECOMMEND,
    /** Not proven: the standard order of remedies is used. */
    STANDARD_ORDER;

    /** The bounds are exclusive: exactly 0.9 is not above 0.9. */
    public static Trust in(Remedy remedy, Proof proof) {
        double proven = proof.proven();
        if (proven > 0.9 && isLowRisk(remedy)) {
            return APPLY;
        }
        if (proven > 0.7) {
            return TRY_WITH_NOTE;
        }
        return proven > 0.5 ? RECOMMEND : STANDARD_ORDER;
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
