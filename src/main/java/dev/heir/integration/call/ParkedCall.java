package dev.heir.integration.call;

import dev.heir.integration.provider.Tier;
import java.time.Instant;
import java.util.UUID;

/**
 * A call that waits in PostgreSQL until its provider may be asked again.
 *
 * @param tier the one it was asked with, after defaults
 * @param notBefore what the provider said; never earlier
 * @param tries how often it was taken up, this time included; whoever holds a smaller number than the row has lost it
 * @param sendBegan whether an instance began to send it and was not heard of since: its outcome is unknown
 */
public record ParkedCall(
        UUID call, String project, CallRequest request, Tier tier, Instant notBefore, int tries, boolean sendBegan) {}
