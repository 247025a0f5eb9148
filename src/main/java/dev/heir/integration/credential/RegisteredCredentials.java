package dev.heir.integration.credential;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.provider.InvalidInput;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Credentials as they are administered: put whole, shown without their secrets. */
@ApplicationScoped
public class RegisteredCredentials {

    private final CredentialVault vault;
    private final OpenedCredentials opened;
    private final KnownSecrets secrets;

    RegisteredCredentials(CredentialVault vault, OpenedCredentials opened, KnownSecrets secrets) {
        this.vault = vault;
        this.opened = opened;
        this.secrets = secrets;
    }

    /**
     * Replaces what was registered; its token is forgotten and a refusal with it.
     *
     * @return whether it is new
     * @throws InvalidInput with all flaws, none of which quotes a value
     */
    public boolean put(String id, Map<String, ?> document) {
        Credential credential = CredentialDocument.read(id, document);
        secrets.learn(credential.secrets());
        return vault.put(id, credential.kind(), opened.seal(id, document));
    }

    public boolean has(String id) {
        return vault.all().containsKey(id);
    }

    public Optional<Shown> find(String id) {
        return vault.current(id).map(this::shown);
    }

    /** In the order of ids. */
    public List<Shown> page(Optional<String> after, int size) {
        return vault.page(after, size).stream().map(this::shown).toList();
    }

    /**
     * From within a second on, nobody signs with it.
     *
     * @return whether there was one
     */
    public boolean remove(String id) {
        return vault.remove(id);
    }

    private Shown shown(CredentialVault.Entry entry) {
        Optional<OpenedCredentials.Opened> readable = opened.open(entry);
        String state =
                readable.isEmpty() ? "UNREADABLE" : entry.token().refused().isPresent() ? "REFUSED" : "READY";
        return new Shown(
                entry.id(),
                entry.kind(),
                state,
                readable.map(found -> found.credential().open()).orElse(Map.of()),
                entry.token().refused(),
                entry.token().expiresAt());
    }

    /**
     * What may be seen of a credential.
     *
     * @param state {@code READY}; {@code REFUSED} by its token endpoint, until it is put anew; {@code UNREADABLE} with
     *     the sealing key in use
     * @param settings those that are no secret
     * @param tokenExpiresAt for kinds that work with tokens, once there is one
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Shown(
            String credential,
            String kind,
            String state,
            Map<String, String> settings,
            Optional<String> refused,
            Optional<Instant> tokenExpiresAt) {}
}
