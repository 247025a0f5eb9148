package dev.heir.integration.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.heir.integration.credential.Exchanged.AuthorizationCode;
import dev.heir.integration.credential.Issuers.Said;
import dev.heir.integration.credential.OpenedCredentials.Opened;
import dev.heir.integration.credential.PendingConnections.Pending;
import dev.heir.integration.credential.TokenEndpoint.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has a person sign in at a provider, and keeps what comes of it: the authorization code of RFC 6749, section 4.1, with
 * PKCE (RFC 7636, S256) whether or not the client has a secret, and a state that counts once.
 */
@ApplicationScoped
public class Connecting {

    /** A person may have to look for a second factor. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private static final JsonMapper JSON = new JsonMapper();

    private final CredentialVault vault;
    private final OpenedCredentials opened;
    private final PendingConnections pending;
    private final Seals seals;
    private final Tokens tokens;
    private final TokenEndpoint endpoint;
    private final KnownSecrets secrets;
    private final Issuers issuers;
    private final CredentialConfig config;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Connecting(
            CredentialVault vault,
            OpenedCredentials opened,
            PendingConnections pending,
            Seals seals,
            Tokens tokens,
            TokenEndpoint endpoint,
            KnownSecrets secrets,
            Issuers issuers,
            CredentialConfig config,
            Clock clock) {
        this.vault = vault;
        this.opened = opened;
        this.pending = pending;
        this.seals = seals;
        this.tokens = tokens;
        this.endpoint = endpoint;
        this.secrets = secrets;
        this.issuers = issuers;
        this.config = config;
        this.clock = clock;
    }

    /** Where a person signs in. */
    public sealed interface Begun {

        /** There, until then. */
        record There(URI authorizationUrl, Instant expiresAt) implements Begun {}

        /** Nowhere: no credential of a kind that is signed in for has this id. */
        record NotOffered() implements Begun {}

        /** Nowhere at the moment: its issuer does not say where. */
        record Unavailable(String reason) implements Begun {}
    }

    /** What a browser was sent back with; whichever of code and error is missing the other explains. */
    public record Returned(Optional<String> code, Optional<String> error, Optional<String> issuer) {}

    /** What came of a sign-in. */
    public sealed interface Ended {

        /** There is a token. */
        record Connected(String credential) implements Ended {}

        /** There is none. */
        record Refused(String reason) implements Ended {}
    }

    /**
     * Begins a sign-in.
     *
     * @param at the address at which it is begun, where browsers come back unless another one is configured
     */
    public Begun begin(String id, URI at) {
        Optional<Opened> credential = vault.current(id).flatMap(opened::open);
        if (credential.isEmpty() || !(credential.get().settings() instanceof AuthorizationCode settings)) {
            return new Begun.NotOffered();
        }
        return switch (authorization(settings)) {
            case Said.Unknown<URI>(String reason) -> new Begun.Unavailable(reason);
            case Said.Known<URI>(URI endpoint) ->
                begun(id, settings, credential.get().entry().token().version(), endpoint, at);
        };
    }

    private Begun begun(String id, AuthorizationCode settings, long version, URI endpoint, URI at) {
        String state = Unguessable.word(random);
        String verifier = Unguessable.word(random);
        secrets.learnTokens(List.of(verifier)); // not the state, which the answer shows to whoever signs in
        URI redirect = redirect(at);
        Sealed kept = new Sealed(verifier, redirect.toString(), version);
        pending.begin(Unguessable.hash(state), id, seals.seal(purpose(state), kept.text()), LONGEST);
        Map<String, String> further = new LinkedHashMap<>();
        settings.scope().ifPresent(scope -> further.put("scope", scope));
        settings.audience().ifPresent(audience -> further.put("audience", audience));
        further.putAll(settings.parameters());
        AuthorizationRequest request = new AuthorizationRequest(
                endpoint, settings.client().id(), redirect.toString(), state, verifier, further);
        return new Begun.There(request.uri(), clock.instant().plus(LONGEST));
    }

    private Said<URI> authorization(AuthorizationCode settings) {
        if (settings.authorizationUrl().isPresent()) {
            return new Said.Known<>(settings.authorizationUrl().get());
        }
        URI issuer = settings.issuer().orElseThrow();
        return switch (issuers.metadata(issuer, settings.internal())) {
            case Said.Unknown<IssuerMetadata>(String reason) -> new Said.Unknown<>(reason);
            case Said.Known<IssuerMetadata>(IssuerMetadata said) ->
                said.authorization()
                        .<Said<URI>>map(Said.Known::new)
                        .orElseGet(() ->
                                new Said.Unknown<>("the issuer " + issuer + " names no usable authorization_endpoint"));
        };
    }

    /** Ends a sign-in with what the browser brought back. */
    public Ended end(String state, Returned returned) {
        Optional<Pending> found = pending.take(Unguessable.hash(state));
        if (found.isEmpty()) {
            return new Ended.Refused("nobody is signing in with this state: it was used, is older than "
                    + LONGEST.toMinutes() + " minutes, or was never given out");
        }
        String id = found.get().credential();
        returned.code.ifPresent(code -> secrets.learnTokens(List.of(code)));
        if (returned.code.isEmpty()) {
            return new Ended.Refused("the provider gave no code for credential '" + id + "': "
                    + secrets.mask(returned.error.orElse("it said nothing")));
        }
        Optional<Opened> credential = vault.current(id).flatMap(opened::open);
        if (credential.isEmpty() || !(credential.get().settings() instanceof AuthorizationCode settings)) {
            return new Ended.Refused("credential '" + id + "' was changed meanwhile");
        }
        Optional<String> mixedUp = anotherOnes(settings, returned.issuer);
        if (mixedUp.isPresent()) {
            return new Ended.Refused("the code for credential '" + id + "' was not used: " + mixedUp.get());
        }
        try {
            Sealed kept = Sealed.read(seals.open(purpose(state), found.get().sealed()));
            return exchanged(id, settings, kept, returned.code.get());
        } catch (Seals.Unreadable | JsonProcessingException unreadable) {
            return new Ended.Refused("the sign-in for credential '" + id + "' was begun under another sealing key");
        }
    }

    /**
     * All providers send browsers back to one address of ours: who does not look at who sends them gives the code of an honest
     * one to another that led the browser there (RFC 9700, section 4.4).
     */
    private Optional<String> anotherOnes(AuthorizationCode settings, Optional<String> shown) {
        if (settings.issuer().isEmpty()) {
            return Optional.empty();
        }
        URI issuer = settings.issuer().get();
        if (shown.isPresent()) {
            return shown.filter(named -> !named.equals(issuer.toString())).map(_ -> "it is another issuer's");
        }
        return switch (issuers.metadata(issuer, settings.internal())) {
            case Said.Unknown<IssuerMetadata>(String reason) -> Optional.of(reason);
            case Said.Known<IssuerMetadata>(IssuerMetadata said) ->
                said.namesItself()
                        ? Optional.of("nobody says whose it is, and its issuer always does")
                        : Optional.empty();
        };
    }

    private Ended exchanged(String id, AuthorizationCode settings, Sealed kept, String code) {
        Instant asked = clock.instant();
        Outcome outcome =
                endpoint.fetch(settings.request(code, kept.verifier, URI.create(kept.redirect), config.tokenTimeout())
                        .of(id));
        return switch (outcome) {
            case Outcome.Granted granted ->
                tokens.keep(id, kept.version, CredentialVault.Lease.SIGNED_IN, granted, Optional.empty(), asked)
                        ? new Ended.Connected(id)
                        : new Ended.Refused("credential '" + id + "' was changed or connected otherwise meanwhile");
            case Outcome.Refused refused -> new Ended.Refused(told(id, refused.reason()));
            case Outcome.Failed failed -> new Ended.Refused(told(id, failed.reason()));
        };
    }

    private String told(String id, String reason) {
        return "the token endpoint of credential '" + id + "' gave no token: " + secrets.mask(reason);
    }

    private URI redirect(URI at) {
        String base = config.publicUrl().orElse(at).toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + "v1/connections/callback");
    }

    private static String purpose(String state) {
        return Seals.connectionOf(Unguessable.hash(state));
    }

    /** @param version of the token that the sign-in replaces */
    private record Sealed(String verifier, String redirect, long version) {

        String text() {
            return JSON.createObjectNode()
                    .put("verifier", verifier)
                    .put("redirect", redirect)
                    .put("version", version)
                    .toString();
        }

        static Sealed read(String text) throws JsonProcessingException {
            Map<String, Object> tree = JSON.readValue(text, new TypeReference<>() {});
            return new Sealed(
                    String.valueOf(tree.get("verifier")),
                    String.valueOf(tree.get("redirect")),
                    Long.parseLong(String.valueOf(tree.get("version"))));
        }
    }
}
