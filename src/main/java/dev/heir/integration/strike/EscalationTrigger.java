package dev.heir.integration.strike;

/** Why a person is asked. */
public enum EscalationTrigger {
    /** Both strikes were spent and the call stays unanswered. */
    STRIKE_THREE,
    /** The provider has not answered well for longer than the configured time. */
    SUSTAINED_OUTAGE,
    /** A provider of high criticality, or a critical call, was let down. */
    CRITICAL_DEPENDENCY_FAILURE,
    /** A critical call was not answered because of a limit. */
    BUSINESS_CRITICAL_RATE_LIMIT,
    /** Four fifths of a monthly budget are spent. */
    COST_THRESHOLD_EXCEEDED,
    /** The same signature was seen twice within its window: for review, whatever the colour. */
    REPEATED_SIGNATURE
}
