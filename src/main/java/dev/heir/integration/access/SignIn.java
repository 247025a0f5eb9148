package dev.heir.integration.access;

import dev.heir.integration.credential.AuthorizationRequest;
import dev.heir.integration.credential.IssuerMetadata;
import dev.heir.integration.credential.Issuers;
import dev.heir.integration.credential.Issuers.Said;
import dev.heir.integration.credential.KnownSecrets;
import dev.heir.integration.credential.Seals;
import dev.heir.integration.credential.TokenEndpoint;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Signs people in: the code flow of OpenID Connect with PKCE. What has to be remembered while somebody is at the
 * issuer's pages is sealed and kept by the browser: it binds the answer to the browser that asked (RFC 9700, section 4.7.1),
 * and whoever only asks, which anybody may, leaves nothing behind here.
 */
@ApplicationScoped
public class SignIn {

    public static final String CALLBACK = "/v1/sign-in/callback";

    /** Passwords are looked for, and second factors. */
    public static final Duration LONGEST = Duration.ofMinutes(10);

    private final SignInConfig config;
    private final Optional<IdentityProvider> provider;
    private final People people;
    private final Sessions sessions;
    private final Issuers issuers;
    private final CodeExchange exchange;
    private final Seals seals;
    private final KnownSecrets secrets;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    SignIn(
            SignInConfig config,
            People people,
            Sessions sessions,
            Issuers issuers,
            TokenEndpoint endpoint,
            Seals seals,
            KnownSecrets secrets,
            Clock clock) {
        this.config = config;
        this.provider = IdentityProvider.of(config);
        this.people = people;
        this.sessions = sessions;
        this.issuers = issuers;
        this.exchange = new CodeExchange(issuers, endpoint, secrets, config.timeout(), clock);
        this.seals = seals;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Where a browser goes now. */
    public sealed interface Begun {

        /**
         * To the issuer.
         *
         * @param memory that it brings back, as a cookie
         */
        record There(URI at, String memory) implements Begun {}

        /** Nowhere: nobody signs in here. */
        record NotOffered() implements Begun {}

        /** Nowhere at the moment. */
        record Unavailable(String reason) implements Begun {}
    }

    /** What came of it. */
    public sealed interface Ended {

        /** @param to where the browser wanted to go */
        record SignedIn(SessionKey key, Actor actor, String to) implements Ended {}

        /** It is who it says, and has no role here. */
        record WithoutRole(String reason) implements Ended {}

        /** What came back is not what was asked for. */
        record Refused(String reason) implements Ended {}

        /** The issuer does not answer as it should. */
        record Unavailable(String reason) implements Ended {}
    }

    /** What the issuer sent a browser back with (RFC 6749, section 4.1.2; RFC 9207). */
    public record Returned(
            Optional<String> code, Optional<String> state, Optional<String> issuer, Optional<String> error) {}

    /**
     * Begins a sign-in.
     *
     * @param at our own address, as the browser knows it
     * @param to where it goes in the end, on our own pages; anywhere else is forgotten
     */
    public Begun begin(URI at, String to) {
        if (provider.isEmpty()) {
            return new Begun.NotOffered();
        }
        IdentityProvider known = provider.get();
        return switch (issuers.metadata(known.issuer(), known.internal())) {
            case Said.Unknown<IssuerMetadata>(String reason) -> new Begun.Unavailable(reason);
            case Said.Known<IssuerMetadata>(IssuerMetadata issuer)
            when issuer.authorization().isEmpty() || issuer.token().isEmpty() ->
                new Begun.Unavailable("the issuer names no usable authorization_endpoint and token_endpoint");
            case Said.Known<IssuerMetadata>(IssuerMetadata issuer) ->
                begun(
                        known,
                        issuer.authorization().orElseThrow(),
                        SignInMemory.make(random, redirect(at), to, until()));
        };
    }

    private Begun begun(IdentityProvider known, URI authorization, SignInMemory memory) {
        secrets.learnTokens(List.of(memory.verifier()));
        AuthorizationRequest request = new AuthorizationRequest(
                authorization,
                known.clientId(),
                memory.redirect(),
                memory.state(),
                memory.verifier(),
                Map.of("scope", config.scope(), "nonce", memory.nonce()));
        return new Begun.There(
                request.uri(),
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                seals.seal(SignInMemory.PURPOSE, memory.text()).bytes()));
    }

    /**
     * Ends a sign-in with what the browser brought back.
     *
     * @param memory that it was given when it began
     * @param source where it came from
     */
    public Ended end(Returned returned, Optional<String> memory, String source) {
        if (provider.isEmpty()) {
            return new Ended.Refused("nobody signs in here");
        }
        Optional<SignInMemory> begun = memory.flatMap(text -> SignInMemory.open(seals, text))
                .filter(kept -> clock.instant().isBefore(kept.until()));
        if (begun.isEmpty()) {
            return new Ended.Refused("this browser did not begin a sign-in within the last " + LONGEST.toMinutes()
                    + " minutes, or has ended it already");
        }
        if (!begun.get().isState(returned.state.orElse(""))) {
            return new Ended.Refused("the answer belongs to another sign-in than this browser's last one");
        }
        IdentityProvider known = provider.get();
        return switch (issuers.metadata(known.issuer(), known.internal())) {
            case Said.Unknown<IssuerMetadata>(String reason) -> new Ended.Unavailable(reason);
            case Said.Known<IssuerMetadata>(IssuerMetadata issuer)
            when !returned.issuer.map(known.issuer().toString()::equals).orElse(!issuer.namesItself()) ->
                new Ended.Refused("the answer is another issuer's");
            case Said.Known<IssuerMetadata> _
            when returned.error.isPresent() -> new Ended.Refused("the issuer says: " + returned.error.get());
            case Said.Known<IssuerMetadata> _
            when returned.code.isEmpty() -> new Ended.Refused("the issuer sent no code");
            case Said.Known<IssuerMetadata>(IssuerMetadata issuer) ->
                switch (exchange.vouched(known, issuer, begun.get(), returned.code.get())) {
                    case Vouched.For(Person person, String idToken) ->
                        signedIn(person, idToken, begun.get().to(), source);
                    case Vouched.Refused(String reason) -> new Ended.Refused(reason);
                    case Vouched.Unavailable(String reason) -> new Ended.Unavailable(reason);
                };
        };
    }

    private Ended signedIn(Person person, String idToken, String to, String source) {
        Optional<Actor> actor = people.actor(person);
        if (actor.isEmpty()) {
            sessions.endAll(person.issuer(), person.subject());
            return new Ended.WithoutRole(Claims.missing(provider.orElseThrow(), person));
        }
        SessionKey key = SessionKey.make(random);
        secrets.learnTokens(List.of(key.text()));
        sessions.begin(
                key,
                person,
                new Visit(actor.get(), source),
                new Sessions.Lifetime(config.idle(), config.longest()),
                seals.seal(Seals.sessionOf(person.subject()), idToken));
        return new Ended.SignedIn(key, actor.get(), to);
    }

    /** How long a browser keeps what it shows. */
    public Duration longest() {
        return config.longest();
    }

    private Instant until() {
        return clock.instant().plus(LONGEST);
    }

    private static URI redirect(URI at) {
        String base = at.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + CALLBACK);
    }
}
