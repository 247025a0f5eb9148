package dev.heir.integration.call;

import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Project;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * The idempotency key that a caller gives for its provider alone. Where that never sees it, it protects nothing, and whoever
 * gave it believes that it does (SPEC C6): it is a flaw, unless the operation may be repeated anyway.
 */
@Singleton
public final class ProvidersKey {

    private final Calls calls;

    ProvidersKey(Calls calls) {
        this.calls = calls;
    }

    /** @throws InvalidInput with every flaw of the request, and that its key is sent to nobody */
    public void check(Project project, CallRequest request) {
        idle(calls.plan(project, request)).ifPresent(flaw -> {
            throw new InvalidInput(List.of(flaw));
        });
    }

    static Optional<Flaw> idle(PlannedCall call) {
        return call.request().idempotencyKey().isEmpty()
                        || call.operation().safe()
                        || call.operation().idempotencyHeader().isPresent()
                ? Optional.empty()
                : Optional.of(new Flaw(
                        "idempotencyKey",
                        "[not shown]",
                        "would be sent to nobody: operation '"
                                + call.operation().name()
                                + "' declares no 'idempotencyKey' header. Declare it if the provider has one; the request's"
                                + " own header Idempotency-Key keeps us from sending the call twice"));
    }
}
