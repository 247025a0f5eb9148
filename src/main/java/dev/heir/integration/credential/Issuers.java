package dev.heir.integration.credential;

import com.fasterxml.jackson.databind.JsonNode;
import dev.heir.integration.credential.IssuerDocuments.Got;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Issuers of tokens, known by their address alone: where they are asked, and which keys they sign with. */
@ApplicationScoped
public class Issuers {

    /** So long what an issuer said is believed. */
    static final Duration BELIEVED = Duration.ofHours(1);

    /** So long one that said nothing of use is left alone: whoever is not signed in may have us ask. */
    static final Duration LEFT_ALONE = Duration.ofSeconds(5);

    /** Keys that are not there are looked for that often: the first one at once, since issuers change their keys. */
    static final Duration PAUSE = Duration.ofMinutes(1);

    private final IssuerDocuments documents;
    private final Clock clock;
    private final Map<Asked, Kept<IssuerMetadata>> metadata = new ConcurrentHashMap<>();
    private final Map<Asked, Kept<List<Jwk>>> keys = new ConcurrentHashMap<>();
    private final Map<Asked, Instant> lookedAgain = new ConcurrentHashMap<>();
    private final Map<Asked, ReentrantLock> turns = new ConcurrentHashMap<>();

    public Issuers(IssuerDocuments documents, Clock clock) {
        this.documents = documents;
        this.clock = clock;
    }

    /** What is known of an issuer. */
    public sealed interface Said<T> {

        /** It said it within the last hour. */
        record Known<T>(T value) implements Said<T> {}

        /** It did not answer as it should. */
        record Unknown<T>(String reason) implements Said<T> {}
    }

    private record Asked(URI uri, boolean internal) {}

    private record Kept<T>(Said<T> said, Instant at) {}

    /** @param internal whether it may live on a private or loopback address, and be asked without TLS */
    public Said<IssuerMetadata> metadata(URI issuer, boolean internal) {
        Asked asked = new Asked(issuer, internal);
        return fresh(asked)
                .orElseGet(() -> inTurn(asked, () -> fresh(asked).orElseGet(() -> {
                    Said<IssuerMetadata> said = discovered(asked);
                    metadata.put(asked, new Kept<>(said, clock.instant()));
                    return said;
                })));
    }

    private Optional<Said<IssuerMetadata>> fresh(Asked asked) {
        return Optional.ofNullable(metadata.get(asked)).filter(this::isFresh).map(Kept::said);
    }

    /** Whoever is not signed in may have us ask: a hundred at once ask once. */
    private <T> T inTurn(Asked asked, Supplier<T> work) {
        ReentrantLock turn = turns.computeIfAbsent(asked, any -> new ReentrantLock());
        turn.lock();
        try {
            return work.get();
        } finally {
            turn.unlock();
        }
    }

    /**
     * The keys that the issuer signs with.
     *
     * @param id of the one that is wanted: keys are had anew, once, where it is not among those that are known
     */
    public Said<List<Jwk>> keys(IssuerMetadata issuer, boolean internal, Optional<String> id) {
        if (issuer.keys().isEmpty()) {
            return unknown(issuer.issuer(), "its document names no usable jwks_uri");
        }
        Asked asked = new Asked(issuer.keys().get(), internal);
        return inTurn(asked, () -> keys(issuer, asked, id));
    }

    private Said<List<Jwk>> keys(IssuerMetadata issuer, Asked asked, Optional<String> id) {
        Kept<List<Jwk>> seen = keys.get(asked);
        if (seen != null && isFresh(seen) && (holds(seen, id) || !mayLookAgain(asked))) {
            return seen.said;
        }
        Said<List<Jwk>> said =
                switch (documents.get(asked.uri, asked.internal)) {
                    case Got.Document(JsonNode json) -> new Said.Known<>(Jwk.all(json));
                    case Got.Absent() -> unknown(issuer.issuer(), "it has no keys where it says");
                    case Got.Failed(String reason) -> unknown(issuer.issuer(), reason);
                };
        keys.put(asked, new Kept<>(said, clock.instant()));
        return said;
    }

    private Said<IssuerMetadata> discovered(Asked asked) {
        Got got = documents.get(openIdConfiguration(asked.uri), asked.internal);
        if (got instanceof Got.Absent) {
            got = documents.get(authorizationServer(asked.uri), asked.internal);
        }
        return switch (got) {
            // OpenID Connect Discovery, section 4.3; RFC 8414, section 3.3: else one issuer could speak for another.
            case Got.Document(JsonNode json)
            when json.path("issuer").asText().equals(asked.uri.toString()) ->
                new Said.Known<>(IssuerMetadata.read(asked.uri, json, asked.internal));
            case Got.Document _ -> unknown(asked.uri, "its document is another issuer's");
            case Got.Absent() -> unknown(asked.uri, "it publishes no document about itself");
            case Got.Failed(String reason) -> unknown(asked.uri, reason);
        };
    }

    private static <T> Said<T> unknown(URI issuer, String reason) {
        return new Said.Unknown<>("the issuer " + issuer + " does not answer as it should: " + reason);
    }

    private boolean isFresh(Kept<?> kept) {
        Duration age = kept.said instanceof Said.Known ? BELIEVED : LEFT_ALONE;
        return clock.instant().isBefore(kept.at.plus(age));
    }

    private static boolean holds(Kept<List<Jwk>> kept, Optional<String> id) {
        return id.isEmpty()
                || !(kept.said instanceof Said.Known<List<Jwk>>(List<Jwk> known))
                || known.stream().anyMatch(key -> key.id().equals(id));
    }

    private boolean mayLookAgain(Asked asked) {
        Instant now = clock.instant();
        Instant last = lookedAgain.getOrDefault(asked, Instant.EPOCH);
        if (now.isBefore(last.plus(PAUSE))) {
            return false;
        }
        lookedAgain.put(asked, now);
        return true;
    }

    private static URI openIdConfiguration(URI issuer) {
        return URI.create(withoutSlash(issuer.toString()) + "/.well-known/openid-configuration");
    }

    /** Between host and path (RFC 8414, section 3.1). */
    private static URI authorizationServer(URI issuer) {
        return URI.create(issuer.getScheme() + "://" + issuer.getRawAuthority()
                + "/.well-known/oauth-authorization-server" + withoutSlash(String.valueOf(issuer.getRawPath())));
    }

    private static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
