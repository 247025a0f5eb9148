package dev.heir.integration.credential;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.credential.Exchanged.AuthorizationCode;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Credentials as they are administered: put whole, shown without their secrets. */
@ApplicationScoped
public class RegisteredCredentials {

    private final CredentialVault vault;
    private final OpenedCredentials opened;
    private final RevocationEndpoint endpoint;
    private final KnownSecrets secrets;
    private final CredentialConfig config;

    RegisteredCredentials(
            CredentialVault vault,
            OpenedCredentials opened,
            RevocationEndpoint endpoint,
            KnownSecrets secrets,
            CredentialConfig config) {
        this.vault = vault;
        this.opened = opened;
        this.endpoint = endpoint;
        this.secrets = secrets;
        this.config = config;
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

    /** What is accepted of a document that can be registered, and not advised. */
    public List<Flaw> warnings(String id, Map<String, ?> document) {
        Set<String> secrets = Set.copyOf(CredentialDocument.read(id, document).secrets());
        return document.entrySet().stream()
                .filter(entry -> entry.getValue() != null && secrets.contains(String.valueOf(entry.getValue())))
                .flatMap(entry -> Mask.gap(String.valueOf(entry.getValue()).length())
                        .map(gap -> new Flaw(entry.getKey(), "[secret]", gap))
                        .stream())
                .toList();
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
     * From within a second on, nobody signs with it. Its tokens are revoked first where their provider does that.
     *
     * @return empty when there was none
     */
    public Optional<Removed> remove(String id) {
        Optional<TokenEndpoint.Request> revocation =
                vault.current(id).flatMap(opened::open).flatMap(this::revocation);
        Optional<String> refusal =
                revocation.map(asked -> asked.of(id)).flatMap(endpoint::revoke).map(secrets::mask);
        return vault.remove(id)
                ? Optional.of(new Removed(id, revocation.map(asked -> refusal.isEmpty()), refusal))
                : Optional.empty();
    }

    private Optional<TokenEndpoint.Request> revocation(OpenedCredentials.Opened credential) {
        return credential.settings() instanceof AuthorizationCode settings
                ? credential.granted().flatMap(tokens -> settings.revocation(tokens, config.tokenTimeout()))
                : Optional.empty();
    }

    /**
     * A credential that is gone.
     *
     * @param revoked whether its provider took the tokens back; empty where there was nothing to take back
     * @param why it did not
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Removed(String credential, Optional<Boolean> revoked, Optional<String> why) {}

    private Shown shown(CredentialVault.Entry entry) {
        Optional<OpenedCredentials.Opened> readable = opened.open(entry);
        String state = readable.map(credential -> state(entry, credential)).orElse("UNREADABLE");
        return new Shown(
                entry.id(),
                entry.kind(),
                state,
                readable.map(found -> found.credential().open()).orElse(Map.of()),
                entry.token().refused(),
                entry.token().expiresAt());
    }

    private static String state(CredentialVault.Entry entry, OpenedCredentials.Opened credential) {
        if (entry.token().refused().isPresent()) {
            return "REFUSED";
        }
        boolean signedIn = !(credential.settings() instanceof AuthorizationCode)
                || credential.granted().isPresent();
        return signedIn ? "READY" : "UNCONNECTED";
    }

    /**
     * What may be seen of a credential.
     *
     * @param state {@code READY}; {@code UNCONNECTED} until a person signs in; {@code REFUSED} by its token endpoint, until it
     *     is connected or put anew; {@code UNREADABLE} with
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
