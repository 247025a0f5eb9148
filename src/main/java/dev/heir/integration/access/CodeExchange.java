package dev.heir.integration.access;

import dev.heir.integration.credential.IssuerMetadata;
import dev.heir.integration.credential.Issuers;
import dev.heir.integration.credential.Issuers.Said;
import dev.heir.integration.credential.Jwk;
import dev.heir.integration.credential.KnownSecrets;
import dev.heir.integration.credential.TokenEndpoint;
import dev.heir.integration.credential.TokenEndpoint.Outcome;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Exchanges the code that a browser brought back for an ID token, and believes what that says once it is verified. */
final class CodeExchange {

    private final Issuers issuers;
    private final TokenEndpoint endpoint;
    private final KnownSecrets secrets;
    private final Duration timeout;
    private final Clock clock;

    CodeExchange(Issuers issuers, TokenEndpoint endpoint, KnownSecrets secrets, Duration timeout, Clock clock) {
        this.issuers = issuers;
        this.endpoint = endpoint;
        this.secrets = secrets;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** @param begun the sign-in that the code is of */
    Vouched vouched(IdentityProvider known, IssuerMetadata issuer, SignInMemory begun, String code) {
        if (issuer.token().isEmpty()) {
            return new Vouched.Unavailable("the issuer names no usable token_endpoint");
        }
        secrets.learnTokens(List.of(code));
        return switch (endpoint.fetch(request(known, issuer, issuer.token().get(), begun, code))) {
            case Outcome.Granted granted -> verified(known, issuer, begun, granted);
            case Outcome.Refused(String reason, boolean lasting)
            when lasting -> new Vouched.Refused("the issuer did not take the code: " + secrets.mask(reason));
            case Outcome.Refused(String reason, boolean _) ->
                new Vouched.Unavailable("the issuer did not take us: " + secrets.mask(reason));
            case Outcome.Failed failed ->
                new Vouched.Unavailable("the issuer did not exchange the code: " + secrets.mask(failed.reason()));
        };
    }

    private TokenEndpoint.Request request(
            IdentityProvider known, IssuerMetadata issuer, URI at, SignInMemory begun, String code) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", begun.redirect());
        form.put("code_verifier", begun.verifier());
        return new TokenEndpoint.Request(
                "sign-in", // as which the ledger has it
                new TokenEndpoint.Place.At(at),
                form,
                new TokenEndpoint.Client(known.clientId(), known.clientSecret(), issuer.secretInBody()),
                known.internal(),
                timeout);
    }

    private Vouched verified(
            IdentityProvider known, IssuerMetadata issuer, SignInMemory begun, Outcome.Granted granted) {
        String text = granted.idToken().orElse("");
        secrets.learnTokens(granted.tokens().secrets());
        Optional<IdToken> token = IdToken.read(text);
        if (token.isEmpty()) {
            return new Vouched.Unavailable("the issuer gave no signed ID token for the code");
        }
        return switch (issuers.keys(issuer, known.internal(), token.get().keyId())) {
            case Said.Unknown<List<Jwk>>(String reason) -> new Vouched.Unavailable(reason);
            case Said.Known<List<Jwk>>(List<Jwk> keys) ->
                token.get()
                        .flaw(keys, expected(known, begun, granted))
                        .<Vouched>map(flaw -> new Vouched.Refused("the ID token was not taken: " + flaw))
                        .orElseGet(() ->
                                new Vouched.For(Claims.person(known, token.get().claims()), text));
        };
    }

    private IdToken.Expected expected(IdentityProvider known, SignInMemory begun, Outcome.Granted granted) {
        return new IdToken.Expected(
                known.issuer().toString(),
                known.clientId(),
                begun.nonce(),
                granted.tokens().access(),
                clock.instant());
    }
}
