package dev.heir.integration.credential;

import dev.heir.integration.credential.CredentialVault.Entry;
import dev.heir.integration.credential.OpenedCredentials.Opened;
import dev.heir.integration.credential.Settings.ClientCredentials;
import dev.heir.integration.credential.TokenEndpoint.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Gets tokens, one at a time over the whole fleet.
 *
 * <p>Whoever takes the lease asks, outside of any transaction; the others wait for what it stores. A holder that dies
 * is replaced when its lease ends, and one that comes back late finds that its lease is gone and writes nothing.
 */
@ApplicationScoped
class Tokens {

    private static final Logger LOG = Logger.getLogger(Tokens.class);

    /** Where the endpoint does not say how long a token lives (RFC 6749, section 5.1, only recommends it). */
    private static final Duration UNSTATED_LIFETIME = Duration.ofMinutes(10);

    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);

    private final CredentialVault vault;
    private final OpenedCredentials opened;
    private final TokenEndpoint endpoint;
    private final KnownSecrets secrets;
    private final CredentialConfig config;
    private final Clock clock;
    private final Map<String, ReentrantLock> waiting = new ConcurrentHashMap<>();

    Tokens(
            CredentialVault vault,
            OpenedCredentials opened,
            TokenEndpoint endpoint,
            KnownSecrets secrets,
            CredentialConfig config,
            Clock clock) {
        this.vault = vault;
        this.opened = opened;
        this.endpoint = endpoint;
        this.secrets = secrets;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A token newer than the one with this version; waits for whoever is getting one already.
     *
     * @param stale the version that is not good enough, because it was refused or runs out
     * @return empty when none can be had now
     */
    Optional<Signature> newerThan(String id, long stale) {
        // One thread of this process stands in the fleet's queue; the others find its token when they get here.
        ReentrantLock turn = waiting.computeIfAbsent(id, any -> new ReentrantLock());
        turn.lock();
        try {
            Instant end = clock.instant().plus(config.tokenLease()).plus(config.tokenTimeout());
            while (clock.instant().isBefore(end)) {
                Optional<Opened> current = vault.current(id).flatMap(opened::open);
                if (current.isEmpty() || !(current.get().settings() instanceof ClientCredentials settings)) {
                    return Optional.empty();
                }
                CredentialVault.Token token = current.get().entry().token();
                if (token.version() > stale && isValid(token)) {
                    return current.get().signature();
                }
                if (isHopeless(token)) {
                    return Optional.empty();
                }
                UUID holder = UUID.randomUUID();
                if (vault.lease(id, token.version(), holder, config.tokenLease())) {
                    return ask(current.get(), settings, holder);
                }
                vault.awaitChange(id, token.version(), config.tokenLease());
            }
            return Optional.empty();
        } finally {
            turn.unlock();
        }
    }

    boolean isValid(CredentialVault.Token token) {
        return token.sealed().isPresent()
                && token.expiresAt().filter(clock.instant()::isBefore).isPresent();
    }

    /** Whether the token should be replaced although it is still valid, and may be. */
    boolean isDue(CredentialVault.Token token) {
        return !isHopeless(token)
                && token.refreshAfter()
                        .filter(after -> !clock.instant().isBefore(after))
                        .isPresent();
    }

    /** Whether the endpoint is not to be asked now: it said no for good, or was asked a moment ago. */
    boolean isHopeless(CredentialVault.Token token) {
        return token.refused().isPresent()
                || token.pausedUntil().filter(clock.instant()::isBefore).isPresent();
    }

    private Optional<Signature> ask(Opened credential, ClientCredentials settings, UUID holder) {
        Entry entry = credential.entry();
        Instant asked = clock.instant();
        Outcome outcome = endpoint.fetch(new TokenEndpoint.Grant(
                settings.tokenUrl(),
                settings.clientId(),
                settings.clientSecret(),
                settings.scope(),
                settings.audience(),
                settings.inBody(),
                settings.internal(),
                config.tokenTimeout()));
        return switch (outcome) {
            case Outcome.Granted granted -> {
                secrets.learn(List.of(granted.token()));
                Duration lifetime = usable(granted.lifetime().orElse(UNSTATED_LIFETIME))
                        .minus(Duration.between(asked, clock.instant()));
                boolean stored = vault.store(
                        entry.id(),
                        holder,
                        opened.sealToken(entry.id(), granted.token()),
                        lifetime,
                        lifetime.minus(margin(lifetime)),
                        shorter(config.tokenPause(), lifetime.dividedBy(2)));
                if (!stored) {
                    LOG.infof("credential %s: the lease ended before the token came; the later one counts", entry.id());
                }
                // Also when it was not stored: the endpoint granted it, and this caller needs only one request.
                yield Optional.of(
                        Settings.bearer(granted.token()).ofVersion(entry.token().version() + 1));
            }
            case Outcome.Refused refused -> {
                LOG.warnf(
                        "credential %s is refused for good by its token endpoint: %s",
                        entry.id(), secrets.mask(refused.reason()));
                vault.refuse(entry.id(), holder, secrets.mask(refused.reason()));
                yield Optional.empty();
            }
            case Outcome.Failed failed -> {
                LOG.warnf("credential %s got no token: %s", entry.id(), secrets.mask(failed.reason()));
                vault.fail(entry.id(), holder, config.tokenPause());
                yield Optional.empty();
            }
        };
    }

    /** Less a tenth or five seconds: it must still be valid when the request that it signs arrives. */
    private static Duration usable(Duration lifetime) {
        return lifetime.minus(shorter(lifetime.dividedBy(10), Duration.ofSeconds(5)));
    }

    /** Early enough that several attempts fit in before anybody would have to wait. */
    private static Duration margin(Duration lifetime) {
        return shorter(lifetime.dividedBy(5), LONGEST_MARGIN);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
