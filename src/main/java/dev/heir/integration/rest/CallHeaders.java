package dev.heir.integration.rest;

import dev.heir.integration.call.Preference;
import dev.heir.integration.provider.Project;
import jakarta.ws.rs.HeaderParam;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a caller says beside what it asks: who it is, under which key it asks, and how long it waits. */
public final class CallHeaders {

    @HeaderParam("Authorization")
    public @Nullable String authorization;

    @HeaderParam("Idempotency-Key")
    public @Nullable String idempotencyKey;

    @HeaderParam("Prefer")
    public List<String> prefer = List.of();

    /** @throws Problem 401 when it is nobody's */
    Project project(Access access) {
        return access.project(authorization);
    }

    Optional<String> key() {
        return IdempotencyKey.read(idempotencyKey);
    }

    Preference preference() {
        return Preferences.read(prefer);
    }
}
