package dev.heir.integration.credential;

import dev.heir.integration.credential.CredentialVault.Lease;
import dev.heir.integration.credential.OpenedCredentials.Opened;
import dev.heir.integration.credential.TokenEndpoint.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Gets tokens, one at a time over the whole fleet.
 *
 * <p>Whoever takes the lease asks, outside of any transaction; the others wait for what it stores, and nobody signs with a
 * token before it is stored. A holder that dies is replaced when its lease ends. The fence is the token's version: one
 * that comes back late may still store what it was granted, since a refresh token that may be used once was used up for
 * it, unless another token came first. Whoever asks after a holder that died sends the same refresh token once more: the
 * endpoint never saw it, or lets it be used again for a while, or says that it is used up, which opens a case.
 */
@ApplicationScoped
public class Tokens {

    private static final Logger LOG = Logger.getLogger(Tokens.class);

    /** Where the endpoint does not say how long a token lives (RFC 6749, section 5.1, only recommends it). */
    private static final Duration UNSTATED_LIFETIME = Duration.ofMinutes(10);

    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);

    private static final Duration LONGEST_IDLE = Duration.ofHours(24);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** An endpoint that says more means never, or counts wrongly: as for providers. Who knows better puts the credential anew. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(31);

    /** An endpoint that is being changed also refuses clients that it knows; after that many in a row it is believed. */
    private static final int REFUSALS_BELIEVED = 3;

    private final CredentialVault vault;
    private final OpenedCredentials opened;
    private final TokenEndpoint endpoint;
    private final KnownSecrets secrets;
    private final CredentialConfig config;
    private final Clock clock;
    private final RandomGenerator random;
    private final Map<String, ReentrantLock> waiting = new ConcurrentHashMap<>();

    Tokens(
            CredentialVault vault,
            OpenedCredentials opened,
            TokenEndpoint endpoint,
            KnownSecrets secrets,
            CredentialConfig config,
            Clock clock,
            RandomGenerator random) {
        this.vault = vault;
        this.opened = opened;
        this.endpoint = endpoint;
        this.secrets = secrets;
        this.config = config;
        this.clock = clock;
        this.random = random;
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
                if (current.isEmpty()) {
                    return Optional.empty();
                }
                CredentialVault.Token token = current.get().entry().token();
                if (token.version() > stale && isValid(token)) {
                    return current.get().signature();
                }
                Optional<TokenEndpoint.Request> request = request(current.get());
                if (isHopeless(token) || request.isEmpty()) {
                    return Optional.empty();
                }
                UUID holder = UUID.randomUUID();
                Instant from = clock.instant();
                Optional<Lease> lease = vault.lease(id, token.version(), holder, config.tokenLease());
                if (lease.isEmpty()) {
                    vault.awaitChange(id, token.version(), config.tokenLease());
                } else if (!inTime(from)) {
                    vault.fail(id, holder, new CredentialVault.Failure(Duration.ZERO, false));
                } else if (!granted(current.get(), request.get(), lease.get().number(), holder)) {
                    return Optional.empty();
                }
            }
            return Optional.empty();
        } finally {
            turn.unlock();
        }
    }

    /**
     * Replaces tokens that run out soon although nobody asks for them, and those that were not used for a day: some
     * providers let a refresh token lapse that lies idle.
     *
     * @param atMost no exchange is begun after that
     * @return how many were asked for
     */
    public int renew(Duration atMost) {
        Instant end = clock.instant().plus(atMost);
        int asked = 0;
        for (CredentialVault.Entry entry : vault.all().values()) {
            if (!clock.instant().isBefore(end)) {
                break;
            }
            CredentialVault.Token token = entry.token();
            boolean renews = token.sealed().isPresent()
                    && !isHopeless(token)
                    && (isDue(token) || isIdle(token))
                    && opened.open(entry)
                            .flatMap(Opened::granted)
                            .flatMap(GrantedTokens::refresh)
                            .isPresent();
            if (renews) {
                newerThan(entry.id(), token.version());
                asked++;
            }
        }
        return asked;
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

    /** What would be asked for the next token; empty when a person has to sign in first, or it works without tokens. */
    Optional<TokenEndpoint.Request> request(Opened credential) {
        return credential.settings() instanceof Exchanged exchanged
                ? exchanged
                        .request(credential.granted(), config.tokenTimeout(), clock.instant())
                        .map(request -> request.of(credential.entry().id()))
                : Optional.empty();
    }

    /** A holder that was frozen meanwhile must not ask beside its successor: of two who show one token none may get any. */
    private boolean inTime(Instant leased) {
        return !clock.instant().isAfter(leased.plus(config.tokenLease()).minus(config.tokenTimeout()));
    }

    private boolean isIdle(CredentialVault.Token token) {
        return token.grantedAt()
                .filter(at -> at.plus(LONGEST_IDLE).isBefore(clock.instant()))
                .isPresent();
    }

    /** @return whether there is a token now, ours or one that came first: it is had from the vault, where it is kept */
    private boolean granted(Opened credential, TokenEndpoint.Request request, long lease, UUID holder) {
        String id = credential.entry().id();
        CredentialVault.Token before = credential.entry().token();
        Instant asked = clock.instant();
        return switch (endpoint.fetch(request)) {
            case Outcome.Granted granted -> {
                if (!keep(id, before.version(), lease, granted, credential.granted(), asked)) {
                    LOG.infof("credential %s: another token, or other settings, came before this one", id);
                }
                yield true;
            }
            case Outcome.Refused refused
            when refused.lasting() || before.failures() >= REFUSALS_BELIEVED - 1 -> {
                LOG.warnf(
                        "credential %s is refused for good by its token endpoint: %s",
                        id, secrets.mask(refused.reason()));
                vault.refuse(id, holder, secrets.mask(refused.reason()));
                yield false;
            }
            case Outcome.Refused refused -> failed(id, holder, before, refused.reason(), Duration.ZERO, false);
            case Outcome.Failed failed ->
                failed(
                        id,
                        holder,
                        before,
                        failed.reason(),
                        shorter(failed.leaveAlone(), LONGEST_WAIT),
                        failed.inDoubt());
        };
    }

    /**
     * Keeps what was granted in the place of the token with that version.
     *
     * @param lease under which it was had
     * @param had before, of which the refresh token goes on when no new one came
     * @param asked when the endpoint was asked: from then on the token's lifetime runs
     * @return false when another token, or other settings, came first
     */
    boolean keep(
            String id, long version, long lease, Outcome.Granted granted, Optional<GrantedTokens> had, Instant asked) {
        GrantedTokens tokens = granted.tokens().orRefresh(had.flatMap(GrantedTokens::refresh));
        secrets.learnTokens(tokens.secrets());
        Duration lifetime =
                usable(granted.lifetime().orElse(UNSTATED_LIFETIME)).minus(Duration.between(asked, clock.instant()));
        return vault.store(
                id,
                version,
                lease,
                new CredentialVault.Granted(
                        opened.seal(id, tokens),
                        lifetime,
                        lifetime.minus(margin(lifetime)),
                        shorter(config.tokenPause(), lifetime.dividedBy(2))));
    }

    private boolean failed(
            String id, UUID holder, CredentialVault.Token before, String reason, Duration wait, boolean inDoubt) {
        Duration pause = pause(before.failures(), wait);
        LOG.warnf(
                "credential %s got no token, its endpoint is left alone for %d s: %s",
                id, pause.toSeconds(), secrets.mask(reason));
        vault.fail(id, holder, new CredentialVault.Failure(pause, inDoubt));
        return false;
    }

    /** Twice as long each time up to an hour, less up to a half by chance; never shorter than what the endpoint asks for. */
    private Duration pause(int failures, Duration wait) {
        long longest = Math.min(
                config.tokenPause().toMillis() << Math.min(failures, 20),
                Math.max(LONGEST_PAUSE.toMillis(), config.tokenPause().toMillis()));
        Duration ours = Duration.ofMillis(longest / 2 + random.nextLong(longest / 2 + 1));
        return shorter(ours, wait).equals(ours) ? wait : ours;
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
