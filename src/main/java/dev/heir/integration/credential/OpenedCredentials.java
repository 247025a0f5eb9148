package dev.heir.integration.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.heir.integration.credential.CredentialVault.Entry;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.InvalidInput;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/** The credentials unsealed, in memory only; their secrets are made known to the redaction before anybody gets them. */
@ApplicationScoped
class OpenedCredentials {

    private static final Logger LOG = Logger.getLogger(OpenedCredentials.class);
    private static final JsonMapper JSON = new JsonMapper();

    private final CredentialVault vault;
    private final Seals seals;
    private final KnownSecrets secrets;
    private final ReentrantLock opening = new ReentrantLock();
    private volatile Snapshot snapshot = new Snapshot(Map.of(), Map.of());

    OpenedCredentials(CredentialVault vault, Seals seals, KnownSecrets secrets) {
        this.vault = vault;
        this.seals = seals;
        this.secrets = secrets;
    }

    /** Empty when it is not registered or does not open. */
    Optional<Opened> find(String id) {
        Map<String, Entry> entries = vault.all();
        Snapshot seen = snapshot;
        if (seen.entries != entries) {
            seen = openAll(entries);
        }
        return Optional.ofNullable(seen.opened.get(id));
    }

    /** Of the settings, not of the token; empty when nothing is registered that opens. */
    String version(String id) {
        return find(id).map(found -> Sealing.mark(found.entry().sealed())).orElse("");
    }

    /** One entry as it stands in the database, where the view may be too old. */
    Optional<Opened> open(Entry entry) {
        try {
            Map<String, Object> tree =
                    JSON.readValue(seals.open(Seals.settingsOf(entry.id()), entry.sealed()), new TypeReference<>() {});
            Credential credential = CredentialDocument.read(entry.id(), tree);
            secrets.learn(credential.secrets());
            Optional<GrantedTokens> granted = Optional.empty();
            if (entry.token().sealed().isPresent()) {
                granted = Optional.of(GrantedTokens.read(seals.open(
                        Seals.tokenOf(entry.id()), entry.token().sealed().get())));
                secrets.learnTokens(granted.get().secrets());
            }
            Optional<Signature> signature = granted.map(tokens ->
                            credential.bearer(tokens.access(), entry.token().version()))
                    .or(credential::signature);
            return Optional.of(new Opened(entry, credential, granted, signature));
        } catch (Seals.Unreadable | JsonProcessingException | InvalidInput unreadable) {
            // Not the exception itself: what a parser quotes would be the secret.
            LOG.errorf(
                    "credential %s cannot be opened (%s); put it again",
                    entry.id(),
                    unreadable instanceof Seals.Unreadable ? unreadable.getMessage() : "its content is outdated");
            return Optional.empty();
        }
    }

    Body seal(String id, Map<String, ?> document) {
        try {
            return seals.seal(Seals.settingsOf(id), JSON.writeValueAsString(document));
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("a document is made of JSON's own types");
        }
    }

    Body seal(String id, GrantedTokens tokens) {
        return seals.seal(Seals.tokenOf(id), tokens.text());
    }

    private Snapshot openAll(Map<String, Entry> entries) {
        opening.lock();
        try {
            Snapshot seen = snapshot;
            if (seen.entries == entries) {
                return seen;
            }
            Map<String, Opened> opened = new HashMap<>();
            for (Entry entry : entries.values()) {
                Opened known = seen.opened.get(entry.id());
                Optional<Opened> now = known != null && known.entry.version() == entry.version()
                        ? Optional.of(new Opened(entry, known.credential, known.granted, known.signature))
                        : open(entry);
                now.ifPresent(each -> opened.put(entry.id(), each));
            }
            Snapshot fresh = new Snapshot(entries, Map.copyOf(opened));
            snapshot = fresh;
            return fresh;
        } finally {
            opening.unlock();
        }
    }

    /** @param signature empty while a token has to be had first */
    record Opened(Entry entry, Credential credential, Optional<GrantedTokens> granted, Optional<Signature> signature) {

        Settings settings() {
            return credential.settings();
        }
    }

    private record Snapshot(Map<String, Entry> entries, Map<String, Opened> opened) {}
}
