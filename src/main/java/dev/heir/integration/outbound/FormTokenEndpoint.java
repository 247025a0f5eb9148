package dev.heir.integration.outbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.heir.integration.call.Single;
import dev.heir.integration.call.Transport.Outgoing;
import dev.heir.integration.credential.GrantedTokens;
import dev.heir.integration.credential.IssuerMetadata;
import dev.heir.integration.credential.Issuers;
import dev.heir.integration.credential.Issuers.Said;
import dev.heir.integration.credential.JwtAssertion;
import dev.heir.integration.credential.RevocationEndpoint;
import dev.heir.integration.credential.Signature;
import dev.heir.integration.credential.TokenEndpoint;
import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.ServerSaid;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Asks an OAuth 2.0 token endpoint, or one that takes tokens back, with a form (RFC 6749, section 4; RFC 7009). */
@ApplicationScoped
class FormTokenEndpoint implements TokenEndpoint, RevocationEndpoint {

    /** RFC 6749, section 5.2: about the grant itself, which no waiting makes better. */
    private static final Set<String> LASTING =
            Set.of("invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope", "invalid_target");

    /** The same request would be refused again, unless the endpoint is being changed. */
    private static final Set<String> REFUSED = Set.of("invalid_client", "invalid_request");

    private static final int LONGEST_REASON = 400;

    private static final JsonMapper JSON = new JsonMapper();

    private final Sending sending;
    private final Issuers issuers;
    private final Clock clock;

    @Inject
    FormTokenEndpoint(Single single, Issuers issuers, Clock clock) {
        this(single::authenticate, issuers, clock);
    }

    FormTokenEndpoint(Sending sending, Issuers issuers, Clock clock) {
        this.sending = sending;
        this.issuers = issuers;
        this.clock = clock;
    }

    /** How it leaves. */
    interface Sending {
        Reply send(String credential, Outgoing request);
    }

    @Override
    public Outcome fetch(Request request) {
        return switch (located(request, IssuerMetadata::token, "token_endpoint")) {
            case Said.Unknown<URI>(String reason) -> failed(line(reason), false);
            case Said.Known<URI>(URI at) -> {
                Reply reply = send(request, at);
                yield reply instanceof Reply.Responded answer ? read(answer) : unanswered(reply);
            }
        };
    }

    @Override
    public Optional<String> revoke(Request request) {
        return switch (located(request, IssuerMetadata::revocation, "revocation_endpoint")) {
            case Said.Unknown<URI>(String reason) -> Optional.of(line(reason));
            case Said.Known<URI>(URI at) -> {
                Reply reply = send(request, at);
                yield reply instanceof Reply.Responded answer && answer.status() == 200
                        ? Optional.empty()
                        : Optional.of(unanswered(reply).reason());
            }
        };
    }

    private Said<URI> located(Request request, Function<IssuerMetadata, Optional<URI>> endpoint, String name) {
        return switch (request.place()) {
            case Place.At(URI url) -> new Said.Known<>(url);
            case Place.OfIssuer(URI issuer) ->
                switch (issuers.metadata(issuer, request.internal())) {
                    case Said.Unknown<IssuerMetadata>(String reason) -> new Said.Unknown<>(reason);
                    case Said.Known<IssuerMetadata>(IssuerMetadata said) ->
                        endpoint.apply(said)
                                .<Said<URI>>map(Said.Known::new)
                                .orElseGet(
                                        () -> new Said.Unknown<>("the issuer " + issuer + " names no usable " + name));
                };
        };
    }

    private Reply send(Request request, URI at) {
        return sending.send(
                request.credential(),
                new Outgoing(
                        "POST",
                        at,
                        Map.of("content-type", "application/x-www-form-urlencoded", "accept", "application/json"),
                        Body.of(form(request)),
                        signature(request.client()),
                        request.timeout(),
                        request.internal()));
    }

    private String form(Request request) {
        Map<String, String> fields = new LinkedHashMap<>(request.form());
        Client client = request.client();
        if (!client.id().isEmpty() && (client.inBody() || client.secret().isEmpty())) {
            fields.put("client_id", client.id());
            client.secret().ifPresent(secret -> fields.put("client_secret", secret));
            client.assertion().ifPresent(assertion -> {
                fields.put("client_assertion_type", JwtAssertion.CLIENT_ASSERTION_TYPE);
                fields.put(
                        "client_assertion",
                        assertion.at(clock.instant(), UUID.randomUUID().toString()));
            });
        }
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** Both parts are form-encoded before they are joined (RFC 6749, section 2.3.1). */
    private static Signature signature(Client client) {
        if (client.certificate().isPresent()) {
            return new Signature(Map.of(), Map.of(), Optional.empty(), client.certificate(), List.of(), 0);
        }
        if (client.inBody() || client.secret().isEmpty()) {
            return Signature.NONE;
        }
        String joined = encoded(client.id()) + ":" + encoded(client.secret().get());
        String value = Base64.getEncoder().encodeToString(joined.getBytes(StandardCharsets.UTF_8));
        return new Signature(Map.of("Authorization", "Basic " + value), Map.of());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Outcome read(Reply.Responded answer) {
        JsonNode content;
        try {
            content = JSON.readTree(answer.body().bytes());
        } catch (IOException noJson) {
            content = JSON.missingNode();
        }
        String token = content.path("access_token").asText("");
        if (answer.status() == 200 && isUsable(token, content.path("token_type").asText("Bearer"))) {
            Optional<String> refresh =
                    Optional.of(content.path("refresh_token").asText("")).filter(text -> !text.isEmpty());
            Optional<String> id =
                    Optional.of(content.path("id_token").asText("")).filter(text -> !text.isEmpty());
            return new Outcome.Granted(new GrantedTokens(token, refresh), lifetime(content.path("expires_in")), id);
        }
        String error = content.path("error").asText("");
        String reason = line("status " + answer.status() + " " + error + " "
                + content.path("error_description").asText(""));
        if (LASTING.contains(error) || REFUSED.contains(error)) {
            return new Outcome.Refused(reason, LASTING.contains(error));
        }
        Duration wait = ServerSaid.read(answer)
                .retryAt()
                .map(at -> Duration.between(clock.instant(), at))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
        // What answers 4xx did not exchange anything; of what answers 5xx, or a 200 that makes no sense, nobody knows.
        return new Outcome.Failed(reason, wait, answer.status() < 400 || answer.status() >= 500);
    }

    /** For people, in a log and a case file: nothing that comes from elsewhere begins a line of its own there, or fills them. */
    private static String line(String words) {
        String line = words.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Z}]+", " ").strip();
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "...";
    }

    /** One that fits a header and is sent as we send it (RFC 6750): another type would need another signature. */
    private static boolean isUsable(String token, String type) {
        return !token.isEmpty()
                && token.chars().allMatch(each -> each > ' ' && each < 0x7f)
                && "bearer".equalsIgnoreCase(type);
    }

    static Outcome.Failed unanswered(Reply reply) {
        return switch (reply) {
            case Reply.Responded answer -> failed("status " + answer.status(), false);
            case Reply.TooLarge large -> failed("no usable answer: " + large.reason(), true);
            case Reply.Withheld withheld -> failed("not reached: " + withheld.reason(), false);
            case Reply.NoRoom noRoom -> failed("not sent: " + noRoom.reason(), false);
            case Reply.NotSent notSent -> failed("not reached: " + notSent.reason(), false);
            case Reply.Lost lost -> failed("no complete answer: " + lost.reason(), true);
            case Reply.Abandoned left -> failed("not sent in full: " + left.reason(), true);
        };
    }

    private static Outcome.Failed failed(String reason, boolean inDoubt) {
        return new Outcome.Failed(reason, Duration.ZERO, inDoubt);
    }

    /** A number, which some endpoints write as text. */
    private static Optional<Duration> lifetime(JsonNode seconds) {
        long stated = seconds.asLong(0);
        return stated > 0 ? Optional.of(Duration.ofSeconds(Math.min(stated, 365L * 86_400))) : Optional.empty();
    }
}
