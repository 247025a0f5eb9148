package dev.heir.integration.outbound.aws;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** One request to AWS Secrets Manager. */
final class SecretsManager {

    private final ObjectMapper json = new ObjectMapper();
    private final JsonService service;

    SecretsManager(Identity identity, URI endpoint, Clock clock) {
        this.service = new JsonService(identity, endpoint, "secretsmanager", clock);
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
        JsonService.Answer answer = service.ask(
                "secretsmanager.GetSecretValue", json.createObjectNode().put("SecretId", secret));
        if (answer.status() != 200) {
            throw new IOException("Secrets Manager answered " + answer.status());
        }
        return answer.content();
    }
}
