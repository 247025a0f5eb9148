package dev.heir.integration.outbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.heir.integration.call.Transport;
import dev.heir.integration.call.Transport.Outgoing;
import dev.heir.integration.credential.Signature;
import dev.heir.integration.credential.TokenEndpoint;
import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks an OAuth 2.0 token endpoint with a form (RFC 6749, section 4.4). */
@ApplicationScoped
class FormTokenEndpoint implements TokenEndpoint {

    /** RFC 6749, section 5.2: the same request would be refused again. */
    private static final Set<String> FINAL = Set.of(
            "invalid_grant",
            "invalid_client",
            "unauthorized_client",
            "unsupported_grant_type",
            "invalid_scope",
            "invalid_request",
            "invalid_target");

    private static final JsonMapper JSON = new JsonMapper();

    private final Transport transport;

    FormTokenEndpoint(Transport transport) {
        this.transport = transport;
    }

    @Override
    public Outcome fetch(Grant grant) {
        Reply reply = transport.send(new Outgoing(
                "POST",
                grant.url(),
                Map.of("content-type", "application/x-www-form-urlencoded", "accept", "application/json"),
                Body.of(form(grant)),
                grant.inBody() ? Signature.NONE : basic(grant),
                grant.timeout(),
                grant.internal()));
        return switch (reply) {
            case Reply.Responded answer -> read(answer);
            case Reply.TooLarge large -> new Outcome.Failed("no usable answer: " + large.reason());
            case Reply.Withheld withheld -> new Outcome.Failed("not reached: " + withheld.reason());
            case Reply.NoRoom noRoom -> new Outcome.Failed("not sent: " + noRoom.reason());
            case Reply.NotSent notSent -> new Outcome.Failed("not reached: " + notSent.reason());
            case Reply.Lost lost -> new Outcome.Failed("no complete answer: " + lost.reason());
            case Reply.Abandoned left -> new Outcome.Failed("not sent in full: " + left.reason());
        };
    }

    private static String form(Grant grant) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("grant_type", "client_credentials");
        grant.scope().ifPresent(scope -> fields.put("scope", scope));
        grant.audience().ifPresent(audience -> fields.put("audience", audience));
        if (grant.inBody()) {
            fields.put("client_id", grant.clientId());
            fields.put("client_secret", grant.clientSecret());
        }
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** Both parts are form-encoded before they are joined (RFC 6749, section 2.3.1). */
    private static Signature basic(Grant grant) {
        String joined = encoded(grant.clientId()) + ":" + encoded(grant.clientSecret());
        String value = Base64.getEncoder().encodeToString(joined.getBytes(StandardCharsets.UTF_8));
        return new Signature(Map.of("Authorization", "Basic " + value), Map.of());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Outcome read(Reply.Responded answer) {
        JsonNode content;
        try {
            content = JSON.readTree(answer.body().bytes());
        } catch (IOException noJson) {
            content = JSON.missingNode();
        }
        String token = content.path("access_token").asText("");
        boolean fitsAHeader = token.chars().allMatch(each -> each > ' ' && each < 0x7f);
        if (answer.status() == 200 && !token.isEmpty() && fitsAHeader) {
            return new Outcome.Granted(token, lifetime(content.path("expires_in")));
        }
        String error = content.path("error").asText("");
        String reason = "status " + answer.status() + " " + error + " "
                + content.path("error_description").asText("");
        return FINAL.contains(error) ? new Outcome.Refused(reason.strip()) : new Outcome.Failed(reason.strip());
    }

    /** A number, which some endpoints write as text. */
    private static Optional<Duration> lifetime(JsonNode seconds) {
        long stated = seconds.asLong(0);
        return stated > 0 ? Optional.of(Duration.ofSeconds(Math.min(stated, 365L * 86_400))) : Optional.empty();
    }
}
