package dev.heir.integration.call;

import dev.heir.integration.provider.Tier;
import java.time.Instant;
import java.util.UUID;

/**
 * A call that waits in PostgreSQL until its provider may be asked again, or because its caller does not wait for it.
 *
 * @param tier the one it was asked with, after defaults
 * @param notBefore what the provider said; never earlier
 * @param tries how often it was taken up, this time included; whoever holds a smaller number than the row has lost it
 * @param refusals how often it was sent since it was parked, and refused for now
 * @param sendBegan whether it is unknown if it was carried out: an attempt was lost, or an instance that began to send it
 *     was not heard of since
 * @param untried whether nothing was tried yet: it is parked for its caller's sake and no provider's
 */
public record ParkedCall(
        UUID call,
        String project,
        CallRequest request,
        Tier tier,
        Instant notBefore,
        int tries,
        int refusals,
        boolean sendBegan,
        boolean untried) {

    /** One that waits for the first time. */
    public ParkedCall(
            UUID call, String project, CallRequest request, Tier tier, Instant notBefore, boolean maybeCarriedOut) {
        this(call, project, request, tier, notBefore, 0, 0, maybeCarriedOut, false);
    }

    /** The same call, taken up and sent back to wait. */
    public ParkedCall again(Instant until, boolean wasSent, boolean maybeCarriedOut) {
        int refused = wasSent ? refusals + 1 : refusals;
        return new ParkedCall(call, project, request, tier, until, tries, refused, maybeCarriedOut, false);
    }
}
