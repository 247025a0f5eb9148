package dev.heir.integration.access;

import dev.heir.integration.credential.AuthorizationRequest;
import dev.heir.integration.credential.IssuerMetadata;
import dev.heir.integration.credential.Issuers;
import dev.heir.integration.credential.Issuers.Said;
import dev.heir.integration.credential.Seals;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where the issuer ends its own session with a browser (OpenID Connect RP-Initiated Logout), once ours has ended. */
@ApplicationScoped
public class SignOut {

    private final Optional<IdentityProvider> provider;
    private final Issuers issuers;
    private final Seals seals;

    SignOut(SignInConfig config, Issuers issuers, Seals seals) {
        this.provider = IdentityProvider.of(config);
        this.issuers = issuers;
        this.seals = seals;
    }

    /** Empty where it has no such place. */
    public Optional<URI> next(Sessions.Session session) {
        return provider.flatMap(known -> issuers.metadata(known.issuer(), known.internal())
                        instanceof Said.Known<IssuerMetadata>(IssuerMetadata issuer)
                ? issuer.endSession().map(at -> AuthorizationRequest.with(at, hints(known, session)))
                : Optional.empty());
    }

    private Map<String, String> hints(IdentityProvider known, Sessions.Session session) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", known.clientId());
        try {
            query.put(
                    "id_token_hint", seals.open(Seals.sessionOf(session.person().subject()), session.idToken()));
        } catch (Seals.Unreadable anotherKey) {
            // the issuer asks the person, then
        }
        return query;
    }
}
