package dev.heir.integration.access;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.credential.GrantedTokens;
import dev.heir.integration.credential.IssuerDocuments;
import dev.heir.integration.credential.TokenEndpoint;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An identity provider without a network: it takes each code once, with the verifier that fits its challenge. */
final class FakeIssuer implements IssuerDocuments, TokenEndpoint {

    static final URI ISSUER = URI.create("https://issuer.example");

    final ObjectNode metadata = new JsonMapper()
            .createObjectNode()
            .put("issuer", ISSUER.toString())
            .put("authorization_endpoint", ISSUER + "/auth?tenant=1")
            .put("token_endpoint", ISSUER + "/token")
            .put("jwks_uri", ISSUER + "/keys")
            .put("end_session_endpoint", ISSUER + "/out")
            .put("authorization_response_iss_parameter_supported", true);

    final Map<String, Object> claims = new LinkedHashMap<>(Map.of(
            "iss",
            ISSUER.toString(),
            "aud",
            "us",
            "sub",
            "1234",
            "email",
            "ada@example.com",
            "email_verified",
            true,
            "groups",
            List.of("everybody", "platform")));

    final List<TokenEndpoint.Request> asked = new ArrayList<>();
    private final Map<String, Map<String, String>> codes = new HashMap<>();
    private final Clock clock;
    private IssuersKey key = IssuersKey.make("first", "ES256");
    private boolean down;

    FakeIssuer(Clock clock) {
        this.clock = clock;
    }

    void changeKey() {
        key = IssuersKey.make("second", "EdDSA");
    }

    void goDown() {
        down = true;
    }

    /** Somebody signs in there. @return the code */
    String signsIn(URI at) {
        Map<String, String> query = new HashMap<>();
        for (String each : at.getQuery().split("&")) {
            query.put(each.split("=", 2)[0], each.split("=", 2)[1]);
        }
        String code = "code-" + codes.size();
        codes.put(code, query);
        return code;
    }

    @Override
    public Got get(URI uri, boolean internal) {
        return down
                ? new Got.Failed("it is down")
                : switch (uri.getPath()) {
                    case "/.well-known/openid-configuration" -> new Got.Document(metadata);
                    case "/keys" -> new Got.Document(IssuersKey.set(key));
                    default -> new Got.Absent();
                };
    }

    @Override
    public Outcome fetch(TokenEndpoint.Request request) {
        asked.add(request);
        Map<String, String> query = codes.remove(request.form().get("code"));
        if (query == null
                || !hash(request.form().getOrDefault("code_verifier", ""))
                        .equals(query.getOrDefault("code_challenge", ""))
                || !query.getOrDefault("redirect_uri", "").equals(request.form().get("redirect_uri"))) {
            return new Outcome.Refused("status 400 invalid_grant", true);
        }
        Map<String, Object> said = new LinkedHashMap<>(claims);
        said.putIfAbsent("nonce", query.get("nonce"));
        said.put("iat", clock.instant().getEpochSecond());
        said.put("exp", clock.instant().plusSeconds(60).getEpochSecond());
        return new Outcome.Granted(
                GrantedTokens.of("an-access-token"), Optional.empty(), Optional.of(key.signed(said)));
    }

    private static String hash(String verifier) {
        try {
            return IssuersKey.encoded(
                    MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
