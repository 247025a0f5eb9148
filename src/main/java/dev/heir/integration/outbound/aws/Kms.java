package dev.heir.integration.outbound.aws;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.credential.MasterKey;
import dev.heir.integration.credential.NoSealingKey;
import dev.heir.integration.credential.Seals;
import dev.heir.integration.provider.Body;
import java.io.IOException;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of AWS KMS as master: it never leaves there. Each request names in its encryption context the installation, by which
 * roles are let use the key, and the data key, so that one's wrapping opens for no other.
 */
final class Kms implements MasterKey {

    /** What will not be otherwise at the next try: it is no wrapping of this key, for this data key, or it was changed. */
    private static final Set<String> WRONG = Set.of("InvalidCiphertextException", "IncorrectKeyException");

    private static final int TRIES = 2;

    private final ObjectMapper json = new ObjectMapper();
    private final String arn;
    private final String context;
    private final Supplier<JsonService> service;

    /**
     * @param context names the installation
     * @param service made for each request: the credentials of a role change
     */
    Kms(String arn, String context, Supplier<JsonService> service) {
        this.arn = arn;
        this.context = context;
        this.service = service;
    }

    @Override
    public String id() {
        return arn;
    }

    @Override
    public Made make(UUID id) {
        JsonNode made = done(id, "GenerateDataKey", about(id).put("KeySpec", "AES_256"));
        return new Made(key(made), wrapped(made));
    }

    @Override
    public Body wrap(UUID id, SecretKey key) {
        return wrapped(done(id, "Encrypt", about(id).put("Plaintext", key.getEncoded())));
    }

    @Override
    public SecretKey open(UUID id, Body wrapped) throws Seals.Unreadable {
        JsonService.Answer answer = ask("Decrypt", about(id).put("CiphertextBlob", wrapped.bytes()));
        if (WRONG.contains(error(answer))) {
            throw new Seals.Unreadable("its data key " + id + " was not wrapped by " + arn + " for this installation");
        }
        return key(content(id, "Decrypt", answer));
    }

    private ObjectNode about(UUID id) {
        ObjectNode request = json.createObjectNode().put("KeyId", arn);
        request.putObject("EncryptionContext").put("integration", context).put("data-key", id.toString());
        return request;
    }

    private JsonNode done(UUID id, String action, JsonNode request) {
        return content(id, action, ask(action, request));
    }

    private JsonNode content(UUID id, String action, JsonService.Answer answer) {
        if (answer.status() != 200) {
            throw new NoSealingKey("KMS refused " + action + " of data key " + id + " with " + arn + ": "
                    + answer.status() + " " + error(answer));
        }
        return answer.content();
    }

    /** What it does changes nothing there, so it is asked once more when it did not answer or failed itself. */
    private JsonService.Answer ask(String action, JsonNode request) {
        for (int tries = 1; ; tries++) {
            try {
                JsonService.Answer answer = service.get().ask("TrentService." + action, request);
                if (tries == TRIES || (answer.status() < 500 && !error(answer).equals("ThrottlingException"))) {
                    return answer;
                }
            } catch (IOException away) {
                if (tries == TRIES) {
                    // Jackson quotes what it could not read: that might be the key.
                    String why = away instanceof JacksonException ? "it answered no JSON" : away.getMessage();
                    throw new NoSealingKey("KMS could not be asked for " + action + " with " + arn + ": " + why);
                }
            }
        }
    }

    /** With or without the name space before it, as the service likes. */
    private static String error(JsonService.Answer answer) {
        String type = answer.content().path("__type").asText("");
        return answer.status() == 200 ? "" : type.substring(type.indexOf('#') + 1);
    }

    private static SecretKey key(JsonNode answer) {
        return new SecretKeySpec(
                Base64.getDecoder().decode(answer.path("Plaintext").asText()), "AES");
    }

    private static Body wrapped(JsonNode answer) {
        return Body.of(Base64.getDecoder().decode(answer.path("CiphertextBlob").asText()));
    }
}
