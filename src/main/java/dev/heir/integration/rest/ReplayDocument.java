package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import dev.heir.integration.call.Replays;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a caller decides when it asks a recorded call again. */
@RegisterForReflection
public final class ReplayDocument {

    private static final List<String> KEYS = List.of("idempotencyKey", "again");

    /** Another one than the first call's, for the provider: its effect is wanted once more. */
    public @Nullable String idempotencyKey;

    /** Whether its effect is wanted once more, of a provider that takes no key. */
    public @Nullable Boolean again;

    private final UnknownKeys unknown = new UnknownKeys("a replay", KEYS);

    @JsonAnySetter
    void unknown(String name, @Nullable JsonNode value) {
        unknown.add(name, value);
    }

    /** Nothing has to be decided in most cases. */
    static ReplayDocument given(@Nullable String document, StrictJson json) throws IOException {
        return Optional.ofNullable(json.read(
                        new ByteArrayInputStream((document == null ? "" : document).getBytes(StandardCharsets.UTF_8)),
                        ReplayDocument.class))
                .orElseGet(ReplayDocument::new);
    }

    /** @throws InvalidInput with all flaws */
    Replays.Wish read(String id) {
        List<Flaw> flaws = unknown.flaws("");
        if (!flaws.isEmpty()) {
            throw new InvalidInput(flaws);
        }
        return new Replays.Wish(id, Optional.ofNullable(idempotencyKey), Boolean.TRUE.equals(again));
    }
}
