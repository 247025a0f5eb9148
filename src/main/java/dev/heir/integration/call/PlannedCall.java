package dev.heir.integration.call;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Operation;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Tier;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A call that makes sense: everything named exists, everything missing has its default.
 *
 * @param kind of work, for the DPR id and the section
 * @param pathAndQuery what follows the base URL, encoded
 * @param headers with the idempotency key where the operation takes one: the same over every retry
 * @param idempotencyKey the one that is sent
 * @param redirects how many are followed, for safe operations only
 * @param asIs whether the answer is only passed on, as it comes
 */
record PlannedCall(
        UUID id,
        Project project,
        String kind,
        CallRequest request,
        Provider provider,
        Operation operation,
        Tier tier,
        Instant receivedAt,
        Instant deadline,
        String pathAndQuery,
        Map<String, String> headers,
        Body body,
        Optional<String> idempotencyKey,
        int redirects,
        boolean asIs) {

    boolean isKeyed() {
        return operation.idempotencyHeader().isPresent() && idempotencyKey.isPresent();
    }

    /** Whether it is the handshake of a WebSocket: it is asked anew each time, of nobody else, and kept nowhere. */
    boolean opensSocket() {
        return asIs && Opening.isAskedFor(headers);
    }

    /** The request with the key that the provider has, or would have, seen: one that it never sees protects nothing. */
    CallRequest asSent() {
        return isKeyed() ? request.withIdempotencyKey(idempotencyKey) : request.withoutIdempotencyKey();
    }

    /** The same call, as the parked one it is: under its id, received when that was, over by then at the latest. */
    PlannedCall resumed(UUID parked, Instant until) {
        return new PlannedCall(
                parked,
                project,
                kind,
                request,
                provider,
                operation,
                tier,
                CallId.madeAt(parked),
                deadline.isBefore(until) ? deadline : until,
                pathAndQuery,
                headers,
                body,
                idempotencyKey,
                redirects,
                asIs);
    }

    /** The same request once more, on behalf of nobody who waits: under an id of its own, with as much time as it had. */
    PlannedCall anew(UUID own, Instant now) {
        return new PlannedCall(
                own,
                project,
                kind,
                request.withoutDeferral(),
                provider,
                operation,
                Tier.NICE_TO_HAVE,
                now,
                now.plus(Duration.between(receivedAt, deadline)),
                pathAndQuery,
                headers,
                body,
                idempotencyKey,
                redirects,
                asIs);
    }

    /** The same call, of an operation that turned out a little otherwise. */
    PlannedCall with(Operation turnedOut) {
        return as(provider, turnedOut, pathAndQuery, headers, body, asIs);
    }

    /**
     * The same call, asked of another provider or by another operation: same id, deadline and idempotency key.
     *
     * @param passedOn whether the answer is only passed on
     */
    PlannedCall as(
            Provider other,
            Operation asked,
            String otherPathAndQuery,
            Map<String, String> otherHeaders,
            Body otherBody,
            boolean passedOn) {
        return new PlannedCall(
                id,
                project,
                kind,
                request,
                other,
                asked,
                tier,
                receivedAt,
                deadline,
                otherPathAndQuery,
                otherHeaders,
                otherBody,
                idempotencyKey,
                redirects,
                passedOn);
    }

    /** The same call for another page, by the page's own address. */
    PlannedCall page(String otherPathAndQuery) {
        return new PlannedCall(
                id,
                project,
                kind,
                request.at(operation.method(), otherPathAndQuery),
                provider,
                operation,
                tier,
                receivedAt,
                deadline,
                otherPathAndQuery,
                headers,
                body,
                idempotencyKey,
                redirects,
                false);
    }

    /** The request's address at one of the provider's base URLs. */
    URI at(URI base) {
        String prefix = base.toString();
        return URI.create((prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix) + pathAndQuery);
    }
}
