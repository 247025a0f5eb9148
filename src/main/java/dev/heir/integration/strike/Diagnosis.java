package dev.heir.integration.strike;

import java.util.Optional;

/** The one place that decides which replies are a symptom, and whose fault a symptom is. */
public final class Diagnosis {

    /** {@link Symptom#USAGE_WARNING} speaks from the moment a fifth of the limit, or less, remains. */
    private static final long WARNING_SHARE = 5;

    private Diagnosis() {}

    /**
     * What went wrong, if anything; {@link Symptom#USAGE_WARNING} alone comes with a good answer.
     *
     * @param said what {@link ServerSaid#read} found in the same reply; {@link ServerSaid#NOTHING} where none came
     */
    public static Optional<Symptom> of(Reply reply, ServerSaid said) {
        return switch (reply) {
            case Reply.NotSent(String reason, boolean timedOut) -> Optional.of(unanswered(timedOut));
            case Reply.Lost(String reason, boolean timedOut) -> Optional.of(unanswered(timedOut));
            case Reply.Withheld _, Reply.NoRoom _, Reply.TooLarge _, Reply.Abandoned _ ->
                Optional.of(Symptom.SERVICE_UNAVAILABLE);
            // Stripe, "Errors": 402 is also said of a customer's card, which is an answer to whoever wants to charge
            // it.
            case Reply.Responded responded
            when responded.meaning() == 402 && QuotaWords.tellOfACard(responded) -> Optional.empty();
            case Reply.Responded responded -> answered(responded.meaning(), said);
        };
    }

    /**
     * What went wrong with a request that carried none of our credentials, if anything: that its caller's own was not
     * accepted, or that one is needed, is an answer to the caller.
     */
    public static Optional<Symptom> ofUnsigned(Reply reply, ServerSaid said) {
        return of(reply, said).filter(symptom -> symptom != Symptom.AUTHENTICATION_FAILURE);
    }

    private static Symptom unanswered(boolean timedOut) {
        return timedOut ? Symptom.TIMEOUT : Symptom.SERVICE_UNAVAILABLE;
    }

    private static Optional<Symptom> answered(int status, ServerSaid said) {
        return switch (status) {
            // RFC 9110, 15.5.2 and 15.5.8: the credential is missing or not accepted.
            case 401, 407 -> Optional.of(Symptom.AUTHENTICATION_FAILURE);
            // RFC 9110, 15.5.3 reserves 402; everyone who sends it means credits or a plan. 456 is DeepL's.
            case 402, 456 -> Optional.of(Symptom.QUOTA_EXCEEDED);
            // RFC 6585, section 4.
            case 429 -> Optional.of(said.quotaUsedUp() ? Symptom.QUOTA_EXCEEDED : Symptom.HTTP_429);
            // RFC 9110, 15.5.4 allows any reason for a refusal: GitHub and Google refuse with it for a limit.
            case 403 -> forbidden(said);
            // Anthropic tells with it that the credits are used up; otherwise the request is wrong, RFC 9110, 15.5.1.
            case 400 -> said.quotaUsedUp() ? Optional.of(Symptom.QUOTA_EXCEEDED) : Optional.empty();
            // RFC 9110, 15.5.9: the server did not get the whole request in time.
            case 408 -> Optional.of(Symptom.TIMEOUT);
            // RFC 8470, section 5.2: not now, since it might be a replay; later it will work.
            case 425 -> Optional.of(Symptom.SERVICE_UNAVAILABLE);
            // RFC 9110, 15.6.2 and 15.6.6: the method or version is not supported and will not be on a second try.
            case 501, 505 -> Optional.empty();
            // RFC 9110, 15.6.4 names overload as a cause: with nothing remaining it is our share of it.
            case 503 -> Optional.of(said.nothingRemains() ? Symptom.RATE_LIMIT_EXCEEDED : Symptom.SERVICE_UNAVAILABLE);
            default -> {
                // RFC 9110, 15.6: the server failed to fulfil what seems a valid request. Beyond 599 nothing is defined
                // (section 15: treated as 5xx).
                if (status >= 500) {
                    yield Optional.of(Symptom.SERVICE_UNAVAILABLE);
                }
                yield status < 400 && nearlyUsedUp(said) ? Optional.of(Symptom.USAGE_WARNING) : Optional.empty();
            }
        };
    }

    private static Optional<Symptom> forbidden(ServerSaid said) {
        if (said.quotaUsedUp()) {
            return Optional.of(Symptom.QUOTA_EXCEEDED);
        }
        return said.nothingRemains() || said.retryAt().isPresent()
                ? Optional.of(Symptom.RATE_LIMIT_EXCEEDED)
                : Optional.empty();
    }

    private static boolean nearlyUsedUp(ServerSaid said) {
        return said.nothingRemains()
                || (said.limit().isPresent()
                        && said.remaining().isPresent()
                        && said.remaining().getAsLong() <= said.limit().getAsLong() / WARNING_SHARE);
    }

    /** Whether a breaker counts the reply: not where it met a bound of our own, or its caller did not stay for it. */
    public static boolean speaksAgainstTarget(Reply reply, Symptom symptom) {
        return !isOurOwnBound(reply) && !(reply instanceof Reply.Abandoned) && speaksAgainstTarget(symptom);
    }

    private static boolean isOurOwnBound(Reply reply) {
        return reply instanceof Reply.Withheld || reply instanceof Reply.TooLarge || reply instanceof Reply.NoRoom;
    }

    /** What a breaker counts: the target is ill. A target that refuses politely is well. */
    public static boolean speaksAgainstTarget(Symptom symptom) {
        return switch (symptom) {
            case TIMEOUT, SERVICE_UNAVAILABLE -> true;
            case RATE_LIMIT_EXCEEDED,
                    AUTHENTICATION_FAILURE,
                    HTTP_429,
                    QUOTA_EXCEEDED,
                    THROTTLING_ACTIVE,
                    USAGE_WARNING,
                    FORMAT_CHANGE -> false;
        };
    }

    /** Who can mend what the reply shows: our own bounds are ours to move, a name without an address is not. */
    public static Fault fault(Reply reply, Symptom symptom) {
        if (reply instanceof Reply.Abandoned) {
            return Fault.CALLER;
        }
        boolean nowhere = reply instanceof Reply.Withheld withheld && withheld.nowhere();
        return isOurOwnBound(reply) && !nowhere ? Fault.ORCHESTRATOR : fault(symptom);
    }

    /**
     * Who can mend it. The credential is held and applied by the orchestrator; a limit is passed because its callers
     * together ask for more than was bought, and a selector is its writer's to repair.
     */
    public static Fault fault(Symptom symptom) {
        return switch (symptom) {
            case TIMEOUT, SERVICE_UNAVAILABLE -> Fault.PROVIDER;
            case AUTHENTICATION_FAILURE -> Fault.ORCHESTRATOR;
            case RATE_LIMIT_EXCEEDED, HTTP_429, QUOTA_EXCEEDED, THROTTLING_ACTIVE, USAGE_WARNING, FORMAT_CHANGE ->
                Fault.CALLER;
        };
    }
}
