package dev.heir.integration.strike;

/** What went wrong, one closed list. A pattern joins this list when traffic can reach its symptoms. */
public enum Symptom {
    /** No complete answer within the attempt's timeout. */
    TIMEOUT(ErrorPattern.API_FAILURE),
    /** The provider says that a limit was passed, with another status than 429 (GitHub's 403 with nothing remaining). */
    RATE_LIMIT_EXCEEDED(ErrorPattern.API_FAILURE),
    /** 401 or 407: the credential was not accepted. */
    AUTHENTICATION_FAILURE(ErrorPattern.API_FAILURE),
    /** Not reachable, cut off, or a 5xx. */
    SERVICE_UNAVAILABLE(ErrorPattern.API_FAILURE),
    /** 429: too many requests for now. */
    HTTP_429(ErrorPattern.RATE_LIMITING),
    /** What was bought for a longer window is used up: 402, or a body or header that says so. */
    QUOTA_EXCEEDED(ErrorPattern.RATE_LIMITING),
    /** The fleet already knows that the provider asked to be left alone until later: nothing was sent. */
    THROTTLING_ACTIVE(ErrorPattern.RATE_LIMITING),
    /** Answered, but four fifths or more of the provider's limit are used. */
    USAGE_WARNING(ErrorPattern.RATE_LIMITING),
    /** A website does not show any more what was read from it, or a message of a queue is none that can be read. */
    FORMAT_CHANGE(ErrorPattern.DATA_QUALITY);

    private final ErrorPattern pattern;

    Symptom(ErrorPattern pattern) {
        this.pattern = pattern;
    }

    public ErrorPattern pattern() {
        return pattern;
    }
}
