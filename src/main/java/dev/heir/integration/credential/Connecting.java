package dev.heir.integration.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.heir.integration.credential.Exchanged.AuthorizationCode;
import dev.heir.integration.credential.OpenedCredentials.Opened;
import dev.heir.integration.credential.PendingConnections.Pending;
import dev.heir.integration.credential.TokenEndpoint.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
            CredentialConfig config,
            Clock clock) {
        this.vault = vault;
        this.opened = opened;
        this.pending = pending;
        this.seals = seals;
        this.tokens = tokens;
        this.endpoint = endpoint;
        this.secrets = secrets;
        this.config = config;
        this.clock = clock;
    }

    /** Where a person signs in, and until when. */
    public record Begun(URI authorizationUrl, Instant expiresAt) {}

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
     * @return empty when no credential of a kind that is signed in for has this id
     */
    public Optional<Begun> begin(String id, URI at) {
        Optional<Opened> credential = vault.current(id).flatMap(opened::open);
        if (credential.isEmpty() || !(credential.get().settings() instanceof AuthorizationCode settings)) {
            return Optional.empty();
        }
        String state = token();
        String verifier = token();
        secrets.learnTokens(List.of(verifier)); // not the state, which the answer shows to whoever signs in
        URI redirect = redirect(at);
        Sealed kept = new Sealed(
                verifier, redirect.toString(), credential.get().entry().token().version());
        pending.begin(hash(state), id, seals.seal(purpose(state), kept.text()), LONGEST);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", settings.client().id());
        query.put("redirect_uri", redirect.toString());
        settings.scope().ifPresent(scope -> query.put("scope", scope));
        settings.audience().ifPresent(audience -> query.put("audience", audience));
        query.put("state", state);
        query.put("code_challenge", hash(verifier));
        query.put("code_challenge_method", "S256");
        query.putAll(settings.parameters());
        return Optional.of(new Begun(
                with(settings.authorizationUrl(), query), clock.instant().plus(LONGEST)));
    }

    /**
     * Ends a sign-in with what the browser brought back.
     *
     * @param error instead of a code, in the provider's words (RFC 6749, section 4.1.2.1)
     */
    public Ended end(String state, Optional<String> code, Optional<String> error) {
        Optional<Pending> found = pending.take(hash(state));
        if (found.isEmpty()) {
            return new Ended.Refused("nobody is signing in with this state: it was used, is older than "
                    + LONGEST.toMinutes() + " minutes, or was never given out");
        }
        String id = found.get().credential();
        if (code.isEmpty()) {
            return new Ended.Refused("the provider gave no code for credential '" + id + "': "
                    + secrets.mask(error.orElse("it said nothing")));
        }
        Optional<Opened> credential = vault.current(id).flatMap(opened::open);
        if (credential.isEmpty() || !(credential.get().settings() instanceof AuthorizationCode settings)) {
            return new Ended.Refused("credential '" + id + "' was changed meanwhile");
        }
        try {
            Sealed kept = Sealed.read(seals.open(purpose(state), found.get().sealed()));
            return exchanged(id, settings, kept, code.get());
        } catch (Seals.Unreadable | JsonProcessingException unreadable) {
            return new Ended.Refused("the sign-in for credential '" + id + "' was begun under another sealing key");
        }
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

    /** 256 bits, in characters that neither a URL nor RFC 7636, section 4.1, minds. */
    private String token() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java knows SHA-256", impossible);
        }
    }

    private static String purpose(String state) {
        return Seals.connectionOf(hash(state));
    }

    private static URI with(URI url, Map<String, String> query) {
        String added = query.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return URI.create(url + (url.getRawQuery() == null ? "?" : "&") + added);
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
