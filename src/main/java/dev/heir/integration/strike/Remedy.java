package dev.heir.integration.strike;

/** What may be done about a symptom, one closed list; the strike says at which step of the ladder it stands. */
public enum Remedy {
    RETRY_WITH_BACKOFF(1),
    ALTERNATIVE_ENDPOINT(1),
    CREDENTIAL_REFRESH(1),
    FALLBACK_PROVIDER(2),
    CACHED_RESPONSE(2),
    GRACEFUL_DEGRADATION(2),
    /** Wait as long as the provider said, within the deadline, then send. */
    REQUEST_THROTTLING(1),
    /** Park the call until the provider may be asked again. */
    QUEUE(1),
    /** Answer from what is kept instead of spending a scarce quota. */
    USAGE_OPTIMIZATION(1),
    /** Recommend a larger plan with its price; a person decides. */
    PLAN_UPGRADE(2),
    /** Use another credential that the owner really has. */
    DISTRIBUTED_REQUESTS(2),
    /** Answer from what is kept, however old, and say so. */
    CACHING_STRATEGY(2);

    private final int strike;

    Remedy(int strike) {
        this.strike = strike;
    }

    /** 1 or 2. */
    public int strike() {
        return strike;
    }
}
