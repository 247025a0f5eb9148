package dev.heir.integration.call;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Tier;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller asks for.
 *
 * @param operation a named operation of the provider; empty when {@code method} and {@code path} say it
 * @param params fill the path template by name; those the path does not name become query parameters
 * @param body the bytes to send, with their type in {@code content-type}; empty for none
 * @param tier empty for the project's default
 * @param deadline over everything done for this call; empty for the tier's default
 * @param idempotencyKey the caller's own, else one is made where the operation takes one
 * @param mayDefer whether the call may be parked and finished later
 * @param mayWait whether it may wait in line for its quota, within its deadline; else a full limit refuses it at once
 * @param replayOf DPR id of the recorded call that it repeats
 */
public record CallRequest(
        String provider,
        Optional<String> operation,
        Optional<String> method,
        Optional<String> path,
        Map<String, String> params,
        Map<String, String> headers,
        Body body,
        Optional<Tier> tier,
        Optional<Duration> deadline,
        Optional<String> idempotencyKey,
        boolean mayDefer,
        boolean mayWait,
        Optional<String> replayOf) {

    public CallRequest {
        params = Map.copyOf(params);
        headers = Map.copyOf(headers);
    }

    /** One that is asked for the first time, and may wait in line for its quota. */
    public CallRequest(
            String provider,
            Optional<String> operation,
            Optional<String> method,
            Optional<String> path,
            Map<String, String> params,
            Map<String, String> headers,
            Body body,
            Optional<Tier> tier,
            Optional<Duration> deadline,
            Optional<String> idempotencyKey,
            boolean mayDefer) {
        this(
                provider,
                operation,
                method,
                path,
                params,
                headers,
                body,
                tier,
                deadline,
                idempotencyKey,
                mayDefer,
                true,
                Optional.empty());
    }

    /** A plain request for a named operation. */
    public static CallRequest of(String provider, String operation) {
        return new CallRequest(
                provider,
                Optional.of(operation),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Body.EMPTY,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    /** Whether it may wait in the database. */
    boolean mayBeParked() {
        return mayDefer && mayBeKept();
    }

    /** Not with what may be a secret of its caller's: it would be kept in clear. */
    boolean mayBeKept() {
        return body.isWhole() && Personal.in(headers).isEmpty();
    }

    /** The same request under this key; unchanged when there is none. */
    CallRequest withIdempotencyKey(Optional<String> key) {
        return with(deadline, key.or(() -> idempotencyKey), mayDefer, replayOf);
    }

    CallRequest withoutIdempotencyKey() {
        return with(deadline, Optional.empty(), mayDefer, replayOf);
    }

    /** The same request of somebody who has waited long enough. */
    CallRequest withoutDeferral() {
        return with(deadline, idempotencyKey, false, replayOf);
    }

    /** The same request of somebody who has only so long. */
    CallRequest within(Duration time) {
        return with(Optional.of(time), idempotencyKey, mayDefer, replayOf);
    }

    /** The same request once more. */
    public CallRequest again(String recorded) {
        return with(deadline, idempotencyKey, mayDefer, Optional.of(recorded));
    }

    /** The same request for another address of its provider, which says it all: no name, and nothing to fill in. */
    CallRequest at(String otherMethod, String pathAndQuery) {
        return new CallRequest(
                provider,
                Optional.empty(),
                Optional.of(otherMethod),
                Optional.of(pathAndQuery),
                Map.of(),
                headers,
                body,
                tier,
                deadline,
                idempotencyKey,
                mayDefer,
                mayWait,
                replayOf);
    }

    private CallRequest with(
            Optional<Duration> time, Optional<String> key, boolean deferrable, Optional<String> recorded) {
        return new CallRequest(
                provider,
                operation,
                method,
                path,
                params,
                headers,
                body,
                tier,
                time,
                key,
                deferrable,
                mayWait,
                recorded);
    }
}
