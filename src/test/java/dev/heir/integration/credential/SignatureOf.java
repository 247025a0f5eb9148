package dev.heir.integration.credential;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The signature of a document, as it is registered, for the tests of other rooms. */
public final class SignatureOf {

    private static final YAMLMapper YAML = new YAMLMapper();

    private SignatureOf() {}

    public static Signature document(String yaml) throws IOException {
        return document(YAML.readValue(yaml, new TypeReference<Map<String, Object>>() {}));
    }

    /** What is asked of the token endpoint that such a document names. */
    public static TokenEndpoint.Request tokenRequest(Map<String, ?> tree) {
        return ((Exchanged) CredentialDocument.read("tested", tree).settings())
                .request(Optional.empty(), Duration.ofSeconds(10), Instant.EPOCH)
                .orElseThrow();
    }

    public static Signature document(Map<String, ?> tree) {
        return CredentialDocument.read("tested", tree).signature().orElseThrow();
    }
}
