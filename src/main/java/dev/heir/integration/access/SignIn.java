package dev.heir.integration.access;

import dev.heir.integration.credential.IssuerMetadata;
import dev.heir.integration.credential.Issuers;
import dev.heir.integration.credential.Issuers.Said;
import dev.heir.integration.credential.Jwk;
import dev.heir.integration.credential.KnownSecrets;
import dev.heir.integration.credential.Seals;
import dev.heir.integration.credential.TokenEndpoint;
import dev.heir.integration.credential.TokenEndpoint.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
 * Signs people in and out: the code flow of OpenID Connect with PKCE. What has to be remembered while somebody is at the
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
    private final TokenEndpoint endpoint;
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
        this.endpoint = endpoint;
        this.seals = seals;
        this.secrets = secrets;
        this.clock = clock;
        config.clientSecret().ifPresent(secret -> secrets.learn(List.of(secret)));
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
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", known.clientId());
        query.put("redirect_uri", memory.redirect());
        query.put("scope", config.scope());
        query.put("state", memory.state());
        query.put("nonce", memory.nonce());
        query.put("code_challenge", memory.challenge());
        query.put("code_challenge_method", "S256");
        return new Begun.There(
                with(authorization, query),
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
                exchanged(known, issuer, begun.get(), returned.code.get(), source);
        };
    }

    private Ended exchanged(
            IdentityProvider known, IssuerMetadata issuer, SignInMemory begun, String code, String source) {
        if (issuer.token().isEmpty()) {
            return new Ended.Unavailable("the issuer names no usable token_endpoint");
        }
        secrets.learnTokens(List.of(code));
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", begun.redirect());
        form.put("code_verifier", begun.verifier());
        Outcome outcome = endpoint.fetch(new TokenEndpoint.Request(
                "sign-in", // as which the ledger has it
                issuer.token().get(),
                form,
                new TokenEndpoint.Client(known.clientId(), known.clientSecret(), issuer.secretInBody()),
                known.internal(),
                config.timeout()));
        return switch (outcome) {
            case Outcome.Granted granted -> verified(known, issuer, begun, granted, source);
            case Outcome.Refused(String reason, boolean lasting)
            when lasting -> new Ended.Refused("the issuer did not take the code: " + secrets.mask(reason));
            case Outcome.Refused(String reason, boolean _) ->
                new Ended.Unavailable("the issuer did not take us: " + secrets.mask(reason));
            case Outcome.Failed failed ->
                new Ended.Unavailable("the issuer did not exchange the code: " + secrets.mask(failed.reason()));
        };
    }

    private Ended verified(
            IdentityProvider known, IssuerMetadata issuer, SignInMemory begun, Outcome.Granted granted, String source) {
        String text = granted.idToken().orElse("");
        secrets.learnTokens(granted.tokens().secrets());
        Optional<IdToken> token = IdToken.read(text);
        if (token.isEmpty()) {
            return new Ended.Unavailable("the issuer gave no signed ID token for the code");
        }
        return switch (issuers.keys(issuer, known.internal(), token.get().keyId())) {
            case Said.Unknown<List<Jwk>>(String reason) -> new Ended.Unavailable(reason);
            case Said.Known<List<Jwk>>(List<Jwk> keys) ->
                token.get()
                        .flaw(
                                keys,
                                new IdToken.Expected(
                                        known.issuer().toString(),
                                        known.clientId(),
                                        begun.nonce(),
                                        granted.tokens().access(),
                                        clock.instant()))
                        .<Ended>map(flaw -> new Ended.Refused("the ID token was not taken: " + flaw))
                        .orElseGet(
                                () -> signedIn(Claims.person(known, token.get().claims()), text, begun.to(), source));
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
                seals.seal(purpose(person), idToken));
        return new Ended.SignedIn(key, actor.get(), to);
    }

    /** Where the issuer ends its own session with a browser, if it has such a place (OpenID Connect RP-Initiated Logout). */
    public Optional<URI> issuersSignOut(Sessions.Session session) {
        return provider.flatMap(known -> issuers.metadata(known.issuer(), known.internal())
                        instanceof Said.Known<IssuerMetadata>(IssuerMetadata issuer)
                ? issuer.endSession().map(at -> with(at, hints(known, session)))
                : Optional.empty());
    }

    private Map<String, String> hints(IdentityProvider known, Sessions.Session session) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", known.clientId());
        try {
            query.put("id_token_hint", seals.open(purpose(session.person()), session.idToken()));
        } catch (Seals.Unreadable anotherKey) {
            // the issuer asks the person, then
        }
        return query;
    }

    /** How long a browser keeps what it shows. */
    public Duration longest() {
        return config.longest();
    }

    private static String purpose(Person person) {
        return Seals.sessionOf(person.subject());
    }

    private Instant until() {
        return clock.instant().plus(LONGEST);
    }

    private static URI redirect(URI at) {
        String base = at.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + CALLBACK);
    }

    private static URI with(URI url, Map<String, String> query) {
        String added = query.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return URI.create(url + (url.getRawQuery() == null ? "?" : "&") + added);
    }
}
