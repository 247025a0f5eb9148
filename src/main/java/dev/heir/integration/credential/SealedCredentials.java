package dev.heir.integration.credential;

import dev.heir.integration.credential.OpenedCredentials.Opened;
import dev.heir.integration.credential.Settings.ClientCredentials;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Signs requests with registered credentials; in the steady state without touching the database. */
@ApplicationScoped
class SealedCredentials implements Credentials {

    private final OpenedCredentials opened;
    private final Tokens tokens;
    private final Set<String> refreshing = ConcurrentHashMap.newKeySet();

    SealedCredentials(OpenedCredentials opened, Tokens tokens) {
        this.opened = opened;
        this.tokens = tokens;
    }

    @Override
    public Optional<Signature> sign(String id) {
        return opened.find(id).flatMap(credential -> {
            if (!(credential.settings() instanceof ClientCredentials)) {
                return credential.signature();
            }
            CredentialVault.Token token = credential.entry().token();
            if (!tokens.isValid(token)) {
                return tokens.isHopeless(token) ? Optional.empty() : tokens.newerThan(id, token.version() - 1);
            }
            if (tokens.isDue(token)) {
                refreshEarly(id, token.version());
            }
            return credential.signature();
        });
    }

    @Override
    public String version(String id) {
        return opened.version(id);
    }

    @Override
    public Optional<Signature> refresh(String id, Signature refused) {
        return opened.find(id)
                .filter(credential -> credential.settings() instanceof ClientCredentials)
                .flatMap(credential -> {
                    Opened known = credential;
                    boolean replaced = known.signature().isPresent()
                            && !known.signature().get().equals(refused)
                            && tokens.isValid(known.entry().token());
                    return replaced
                            ? known.signature()
                            : tokens.newerThan(id, known.entry().token().version());
                });
    }

    /**
     * Beside the call, which has a valid token and a deadline. A Lambda that freezes meanwhile holds nothing but a
     * lease, which ends.
     */
    private void refreshEarly(String id, long version) {
        if (refreshing.add(id)) {
            Thread.startVirtualThread(() -> {
                try {
                    tokens.newerThan(id, version);
                } finally {
                    refreshing.remove(id);
                }
            });
        }
    }
}
