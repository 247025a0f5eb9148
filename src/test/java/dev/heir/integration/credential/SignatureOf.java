package dev.heir.integration.credential;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.Map;

/** The signature of a document, as it is registered, for the tests of other rooms. */
public final class SignatureOf {

    private static final YAMLMapper YAML = new YAMLMapper();

    private SignatureOf() {}

    public static Signature document(String yaml) throws IOException {
        return document(YAML.readValue(yaml, new TypeReference<Map<String, Object>>() {}));
    }

    public static Signature document(Map<String, ?> tree) {
        return CredentialDocument.read("tested", tree).signature().orElseThrow();
    }
}
