package dev.heir.integration.outbound.aws;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One request to AWS Secrets Manager. By the JDK's oldest client: it is asked once, before Vert.x is up. */
final class SecretsManager {

    /** A cold start that waits longer has lost its caller anyway. */
    private static final int TIMEOUT_MILLIS = 3000;

    private final ObjectMapper json = new ObjectMapper();
    private final Identity identity;
    private final URI endpoint;
    private final Clock clock;

    SecretsManager(Identity identity, URI endpoint, Clock clock) {
        this.identity = identity;
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /** @throws IllegalStateException when the secret cannot be read or is no JSON object; never with its content */
    Map<String, String> settings(String secret) {
        JsonNode settings;
        try {
            settings = json.readTree(ask(secret).path("SecretString").asText());
        } catch (IOException unreadable) {
            // Jackson quotes what it could not read: that would be the secret.
            throw new IllegalStateException("the secret " + secret + " could not be read: "
                    + (unreadable instanceof JacksonException ? "it is no JSON" : unreadable.getMessage()));
        }
        if (!settings.isObject()) {
            throw new IllegalStateException("the secret " + secret + " must be a JSON object of configuration keys");
        }
        Map<String, String> values = new LinkedHashMap<>();
        settings.properties()
                .forEach(setting ->
                        values.put(setting.getKey(), setting.getValue().asText()));
        return values;
    }

    private JsonNode ask(String secret) throws IOException {
        String body = json.createObjectNode().put("SecretId", secret).toString();
        HttpURLConnection connection =
                (HttpURLConnection) endpoint.resolve("/").toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        headers(body).forEach(connection::setRequestProperty);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body.getBytes(StandardCharsets.UTF_8));
        }
        if (connection.getResponseCode() != 200) {
            throw new IOException("Secrets Manager answered " + connection.getResponseCode());
        }
        try (InputStream in = connection.getInputStream()) {
            return json.readTree(in);
        }
    }

    private SortedMap<String, String> headers(String body) {
        SignatureV4 signature = new SignatureV4(identity, "secretsmanager", clock.instant());
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("content-type", "application/x-amz-json-1.1");
        headers.put("host", endpoint.getAuthority());
        headers.put("x-amz-date", signature.time());
        identity.sessionToken().ifPresent(token -> headers.put("x-amz-security-token", token));
        headers.put("x-amz-target", "secretsmanager.GetSecretValue");
        String authorization = signature.authorization("POST", headers, body);
        headers.put("authorization", authorization);
        return headers;
    }
}
