package dev.heir.integration.provider.openapi;

import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Registration;
import dev.heir.integration.provider.Registration.Registered;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes a provider's document in, whether it is ours or an OpenAPI document. */
public final class Imports {

    private final Registration registration;

    public Imports(Registration registration) {
        this.registration = registration;
    }

    /**
     * @param isNew whether there was none under this id
     * @param warnings what will not work before something else is registered, and what was left out
     * @param made what an OpenAPI document became; empty when the document is ours
     */
    public record Taken(
            String provider, long version, boolean isNew, List<Flaw> warnings, Optional<Made.Summary> made) {}

    /** @throws InvalidInput with all flaws, told where they were written; nothing was changed then */
    public Taken put(String id, Map<String, ?> document) {
        if (!OpenApi.isOne(document)) {
            return taken(registration.put(id, document), List.of(), Optional.empty());
        }
        Made made = OpenApi.read(document);
        try {
            return taken(
                    registration.put(id, made.document(), Optional.of(made.contract())),
                    made.remarks(),
                    Optional.of(made.summary()));
        } catch (InvalidInput invalid) {
            throw new InvalidInput(made.own().told(invalid.flaws()));
        }
    }

    private static Taken taken(Registered registered, List<Flaw> remarks, Optional<Made.Summary> made) {
        List<Flaw> warnings = new ArrayList<>(registered.warnings());
        warnings.addAll(remarks);
        return new Taken(registered.provider(), registered.version(), registered.isNew(), warnings, made);
    }
}
