package dev.heir.integration.call;

import dev.heir.integration.provider.Tier;
import java.time.Instant;
import java.util.Optional;
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
 * @param firstSent when the request that may have been carried out was sent first, where that is known
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
        boolean untried,
        Optional<Instant> firstSent) {

    /** One that waits for the first time. */
    public ParkedCall(
            UUID call, String project, CallRequest request, Tier tier, Instant notBefore, boolean maybeCarriedOut) {
        this(call, project, request, tier, notBefore, 0, 0, maybeCarriedOut, false, Optional.empty());
    }

    /**
     * The same call, taken up and sent back to wait.
     *
     * @param doubtfulSince when the request was sent first that may have been carried out, if there is such a one
     */
    public ParkedCall again(Instant until, boolean wasSent, Optional<Instant> doubtfulSince) {
        int refused = wasSent ? refusals + 1 : refusals;
        return new ParkedCall(
                call, project, request, tier, until, tries, refused, doubtfulSince.isPresent(), false, doubtfulSince);
    }

    /** The same call, to be taken up later, as it was. */
    ParkedCall later(Instant until) {
        return new ParkedCall(call, project, request, tier, until, tries, refusals, sendBegan, untried, firstSent);
    }

    /** Since when its provider may know its key, at the earliest. */
    Instant keyKnownSince() {
        return firstSent.orElse(CallId.madeAt(call));
    }
}
