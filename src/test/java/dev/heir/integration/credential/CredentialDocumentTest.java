package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialDocumentTest {

    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void each_sample_is_accepted() throws IOException {
        try (Stream<Path> samples = Files.list(Path.of("infra/samples"))) {
            assertThat(samples.filter(sample -> sample.getFileName().toString().startsWith("credential-")))
                    .hasSize(4)
                    .allSatisfy(
                            sample -> assertThat(read(Files.readString(sample))).isNotNull());
        }
    }

    @Test
    void each_kind_signs_in_its_way() throws IOException {
        assertThat(read("{ kind: api-key, header: X-Key, value: 12345678-abc }").signature())
                .contains(new Signature(Map.of("X-Key", "12345678-abc"), Map.of()));
        assertThat(read("{ kind: basic, username: Aladdin, password: open sesame }")
                        .signature())
                .contains(new Signature(Map.of("Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), Map.of()));
        assertThat(read("{ kind: basic, username: sk_test_key, password: '' }").secrets())
                .contains("sk_test_key");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {token: hush-hush}                                               | kind
                    {kind: beerer, token: hush-hush}                                 | kind
                    {kind: bearer}                                                   | token
                    {kind: bearer, token: 7}                                         | token
                    {kind: bearer, token: 'hush-hush '}                              | token
                    {kind: bearer, token: "hush-hush\\r\\nx: y"}                     | token
                    {kind: bearer, token: hush-hush, hush-hush-key: 1}               | hush-hush-key
                    {kind: api-key, value: hush-hush}                                | header
                    {kind: api-key, header: a, query: b, value: hush-hush}           | header
                    {kind: api-key, header: 'a b', value: hush-hush}                 | header
                    {kind: basic, username: 'hush-hush:x', password: hush-hush}      | username
                    {kind: basic, username: u}                                       | password
                    {kind: oauth2-client-credentials, tokenUrl: 'http://id.example', clientId: a, clientSecret: hush-hush} | tokenUrl
                    {kind: oauth2-client-credentials, tokenUrl: 'https://10.0.0.1/', clientId: a, clientSecret: hush-hush} | tokenUrl
                    {kind: oauth2-client-credentials, tokenUrl: 'https://u:hush-hush@id.example', clientId: a, clientSecret: hush-hush} | tokenUrl
                    """)
    void a_flaw_names_the_field_and_never_its_value(String yaml, String path) {
        InvalidInput invalid = catchThrowableOfType(InvalidInput.class, () -> read(yaml));

        assertThat(invalid.flaws()).extracting(Flaw::path).contains(path);
        assertThat(invalid.flaws()).extracting(Flaw::value).noneMatch(value -> value.contains("hush"));
        assertThat(invalid.flaws()).extracting(Flaw::reason).noneMatch(reason -> reason.contains("hush-hush"));
    }

    @Test
    void settings_do_not_tell_their_secret_as_text() throws IOException {
        assertThat(read("{ kind: bearer, token: hush-hush }").toString()).doesNotContain("hush");
        assertThat(read("{ kind: api-key, query: key, value: hush-hush }").toString())
                .doesNotContain("hush");
        assertThat(read("{ kind: basic, username: hush, password: hush-hush }").toString())
                .doesNotContain("hush");
    }

    private static Settings read(String yaml) throws IOException {
        return CredentialDocument.read("crm", YAML.readValue(yaml, new TypeReference<Map<String, Object>>() {}));
    }
}
