package dev.heir.integration.outbound.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A service of AWS that takes JSON at its root. By the JDK's oldest client: it is asked seldom, at first before Vert.x is up. */
final class JsonService {

    /** A cold start that waits longer has lost its caller anyway. */
    private static final int TIMEOUT_MILLIS = 3000;

    private final ObjectMapper json = new ObjectMapper();
    private final Identity identity;
    private final URI endpoint;
    private final String name;
    private final Clock clock;

    JsonService(Identity identity, URI endpoint, String name, Clock clock) {
        this.identity = identity;
        this.endpoint = endpoint;
        this.name = name;
        this.clock = clock;
    }

    /** What it said; without content where it said none. */
    record Answer(int status, JsonNode content) {}

    /** @param target the action, as the service calls it */
    Answer ask(String target, JsonNode request) throws IOException {
        String body = request.toString();
        HttpURLConnection connection =
                (HttpURLConnection) endpoint.resolve("/").toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        headers(target, body).forEach(connection::setRequestProperty);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body.getBytes(StandardCharsets.UTF_8));
        }
        int status = connection.getResponseCode();
        return new Answer(status, read(status < 400 ? connection.getInputStream() : connection.getErrorStream()));
    }

    private JsonNode read(@Nullable InputStream content) throws IOException {
        if (content == null) {
            return json.createObjectNode();
        }
        try (content) {
            return json.readTree(content);
        }
    }

    private SortedMap<String, String> headers(String target, String body) {
        SignatureV4 signature = new SignatureV4(identity, name, clock.instant());
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("content-type", "application/x-amz-json-1.1");
        headers.put("host", endpoint.getAuthority());
        headers.put("x-amz-date", signature.time());
        identity.sessionToken().ifPresent(token -> headers.put("x-amz-security-token", token));
        headers.put("x-amz-target", target);
        String authorization = signature.authorization("POST", headers, body);
        headers.put("authorization", authorization);
        return headers;
    }
}
