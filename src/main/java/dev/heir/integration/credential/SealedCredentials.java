package dev.heir.integration.credential;

import dev.heir.integration.credential.OpenedCredentials.Opened;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
    public Optional<Signature> sign(String id, Duration atMost) {
        return opened.find(id).flatMap(credential -> {
            if (!(credential.settings() instanceof Exchanged)) {
                return credential.signature();
            }
            CredentialVault.Token token = credential.entry().token();
            if (!tokens.isValid(token)) {
                return tokens.isHopeless(token) || tokens.request(credential).isEmpty()
                        ? Optional.empty()
                        : within(atMost, () -> tokens.newerThan(id, token.version() - 1));
            }
            if (tokens.isDue(token)) {
                refreshEarly(id, token.version());
            }
            return credential.signature();
        });
    }

    @Override
    public Optional<Signature> outline(String id) {
        return opened.find(id).map(found -> found.credential().outline());
    }

    @Override
    public String version(String id) {
        return opened.version(id);
    }

    @Override
    public Optional<Signature> refresh(String id, Signature refused, Duration atMost) {
        return opened.find(id)
                .filter(credential -> credential.settings() instanceof Exchanged)
                .flatMap(credential -> {
                    Opened known = credential;
                    boolean replaced = known.signature().isPresent()
                            && known.signature().get().version() != refused.version()
                            && tokens.isValid(known.entry().token());
                    return replaced
                            ? known.signature()
                            : within(
                                    atMost,
                                    () -> tokens.newerThan(
                                            id, known.entry().token().version()));
                });
    }

    /**
     * On a thread of its own, which nobody waits for longer than he has. It goes on: a token that is fetched under a lease
     * of the whole fleet must not be given up because one call is in a hurry.
     */
    private static Optional<Signature> within(Duration time, Callable<Optional<Signature>> getting) {
        FutureTask<Optional<Signature>> coming = new FutureTask<>(getting);
        Thread.startVirtualThread(coming);
        try {
            return coming.get(Math.max(0, time.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return Optional.empty();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException ours ? ours : new IllegalStateException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a token", stopped);
        }
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
