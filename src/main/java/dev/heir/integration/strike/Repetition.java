package dev.heir.integration.strike;

import java.time.Duration;
import java.time.Instant;

/** The one place that decides whether a request may be sent once more without the danger of doing its work twice. */
public final class Repetition {

    /** As long as providers commonly remember a key: behind that it protects nothing. */
    private static final Duration REMEMBERED = Duration.ofHours(24);

    /** What is known about the work that a request asked for. */
    public enum Standing {
        /** The provider never saw the request. */
        NOT_RECEIVED,
        /** The provider saw it and certainly did not carry it out. */
        REFUSED,
        /** It may have been carried out. */
        UNKNOWN,
        CARRIED_OUT
    }

    private Repetition() {}

    public static Standing standing(Reply reply) {
        return switch (reply) {
            case Reply.NotSent(String reason, boolean timedOut) -> Standing.NOT_RECEIVED;
            case Reply.Lost(String reason, boolean timedOut) -> Standing.UNKNOWN;
            case Reply.Withheld _, Reply.NoRoom _ -> Standing.NOT_RECEIVED;
            // What a server does with an incomplete request is its own affair (RFC 9112, section 8).
            case Reply.Abandoned(String reason) -> Standing.UNKNOWN;
            case Reply.TooLarge large -> standing(large.status());
            // Some of it was done: to send it again would do that part twice.
            case Reply.Responded responded
            when responded.inside().partial() && responded.meaning() >= 400 -> Standing.UNKNOWN;
            case Reply.Responded responded -> standing(responded.meaning());
        };
    }

    private static Standing standing(int status) {
        return switch (status) {
            // RFC 9110, 15.4.8 and 15.4.9: not here; the same request is to be made elsewhere.
            case 307, 308 -> Standing.REFUSED;
            // RFC 9110, 15.5.9 says that the request did not arrive in full, which would be a refusal. But gateways
            // also send it when the server behind them, which has the request, is late: not certain.
            case 408 -> Standing.UNKNOWN;
            // To a request with an idempotency key it means that the first one is still at work
            // (draft-ietf-httpapi-idempotency-key-header, section 2.6).
            case 409 -> Standing.UNKNOWN;
            // nginx: the client in front of the server went away, the server may be at work.
            case 499 -> Standing.UNKNOWN;
            // RFC 9110, 15.6.2 and 15.6.6: the method or version is unknown to the server, so it did nothing.
            case 501, 505 -> Standing.REFUSED;
            default -> {
                // RFC 9110, 15.6. A 503 too: a gateway may send it after the server behind it has the request.
                if (status >= 500) {
                    yield Standing.UNKNOWN;
                }
                // RFC 9110, 15.5: refused for what the request is (400, 404, 405, 411, 413, 414, 415, 417, 422, 431),
                // for who asks (401, 402, 403, 407), for where it was sent (421: 15.5.20), or for now (425: RFC 8470,
                // 5.2; 429: RFC 6585, 4).
                yield status >= 400 ? Standing.REFUSED : Standing.CARRIED_OUT;
            }
        };
    }

    /**
     * Whether a provider that carries a request out once by its idempotency key still knows the key.
     *
     * @param firstSent when a request with the key may have reached it first
     * @param again when it is sent once more, at the latest
     */
    public static boolean isRemembered(Instant firstSent, Instant again) {
        return again.isBefore(firstSent.plus(REMEMBERED));
    }

    /**
     * Whether to send the same request once more.
     *
     * <p>RFC 9110, section 9.2.2, would allow to repeat PUT and DELETE, being idempotent. We do not without a key while
     * the outcome is unknown: between the two, another caller may have changed what the second one would overwrite.
     *
     * @param safe whether the operation has no effect (RFC 9110, section 9.2.1), or is declared harmless to repeat
     * @param hasIdempotencyKey the request carries a key that the provider honours, the same on every repetition
     */
    public static boolean mayRepeat(boolean safe, boolean hasIdempotencyKey, Reply reply) {
        return safe
                || hasIdempotencyKey
                || switch (standing(reply)) {
                    case NOT_RECEIVED, REFUSED -> true;
                    case UNKNOWN, CARRIED_OUT -> false;
                };
    }
}
