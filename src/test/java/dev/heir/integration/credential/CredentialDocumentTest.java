package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
                    .hasSizeGreaterThanOrEqualTo(8)
                    .allSatisfy(
                            sample -> assertThat(read(Files.readString(sample))).isNotNull());
        }
    }

    @Test
    void an_assertion_is_signed_anew_for_each_request_and_says_what_the_document_says() throws IOException {
        Exchanged settings =
                (Exchanged) read(Files.readString(Path.of("infra/samples/credential-service-account.yaml")))
                        .settings();
        Instant now = Instant.parse("2026-11-23T12:00:00Z");
        TokenEndpoint.Request request =
                settings.request(Optional.empty(), Duration.ofSeconds(5), now).orElseThrow();

        assertThat(request.form())
                .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
                .doesNotContainKey("scope");
        String assertion = Objects.requireNonNull(request.form().get("assertion"));
        String claims = new String(Base64.getUrlDecoder().decode(assertion.split("\\.")[1]), StandardCharsets.UTF_8);
        assertThat(claims)
                .contains(
                        "\"iss\":\"orchestrator@example.com\"",
                        "\"sub\":\"ada@example.com\"",
                        "\"scope\":\"contacts.read\"")
                .contains(
                        "\"aud\":\"https://id.example.com/token\"",
                        "\"exp\":" + now.plusSeconds(300).getEpochSecond());
        assertThat(settings.request(Optional.empty(), Duration.ofSeconds(5), now)
                        .orElseThrow()
                        .form())
                .isNotEqualTo(request.form());
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
                    {kind: api-key, header: Transfer-Encoding, value: hush-hush}     | header
                    {kind: api-key, header: host, value: hush-hush}                  | header
                    {kind: bearer, token: hush-hush, origins: 'https://a.example'}   | origins
                    {kind: bearer, token: hush-hush, origins: []}                    | origins
                    {kind: bearer, token: hush-hush, origins: ['https://a.example/hush']} | origins[0]
                    {kind: bearer, token: hush-hush, origins: ['https://u:hush@a.example']} | origins[0]
                    {kind: bearer, token: hush-hush, origins: [hush]}                | origins[0]
                    {kind: bearer, token: hush-hush, privateKey: hush-hush}          | privateKey
                    {kind: bearer, token: hush-hush, tls: {certificate: hush-hush, privateKey: hush-hush}} | tls.certificate
                    {kind: bearer, token: hush-hush, tls: {certificate: hush-hush, privateKey: hush-hush}} | tls.privateKey
                    {kind: bearer, token: hush-hush, tls: {pem: hush-hush}}          | tls.pem
                    {kind: mutual-tls, origins: ['https://a.example']}               | tls
                    {kind: aws-sigv4, accessKeyId: A, secretAccessKey: hush-hush, region: r, service: s} | origins
                    {kind: aws-sigv4, accessKeyId: A, secretAccessKey: hush-hush, region: 'hush hush', service: s} | region
                    {kind: aws-sigv4, accessKeyId: 'hush, hush', secretAccessKey: hush-hush, region: r, service: s} | accessKeyId
                    {kind: aws-sigv4, accessKeyId: A, secretAccessKey: hush-hush, region: r, service: s, payload: hush} | payload
                    {kind: oauth1, consumerKey: a, consumerSecret: hush-hush, tokenSecret: hush-hush} | tokenSecret
                    {kind: oauth1, consumerKey: a, consumerSecret: hush-hush, signatureMethod: hush}  | signatureMethod
                    {kind: oauth1, consumerKey: a, signatureMethod: RSA-SHA1, privateKey: hush-hush}  | privateKey
                    {kind: oauth1, consumerKey: a, signatureMethod: RSA-SHA1, consumerSecret: hush-hush} | consumerSecret
                    {kind: hmac, key: hush-hush, sign: '{method}'}                   | headers
                    {kind: hmac, key: hush-hush, sign: '{method}', headers: {X-S: hush}} | headers
                    {kind: hmac, key: hush-hush, sign: '{hush}', headers: {X-S: '{signature}'}} | sign
                    {kind: hmac, key: hush-hush, sign: '{signature}', headers: {X-S: '{signature}'}} | sign
                    {kind: hmac, key: hush-hush, sign: '{timestamp}', headers: {X-S: '{signature}'}} | sign
                    {kind: hmac, key: hush-hush, sign: '{method}', headers: {X-S: '{keyId}{signature}'}} | keyId
                    {kind: hmac, key: hush-hush, sign: '{method}', headers: {Host: '{signature}'}} | headers
                    {kind: hmac, key: hush-hush, keyEncoding: hex, sign: '{method}', headers: {X-S: '{signature}'}} | key
                    {kind: hmac, key: hush, sign: '{method}', headers: {X-S: '{signature}'}} | key
                    {kind: oauth2-client-credentials, tokenUrl: 'https://u:hush-hush@id.example', clientId: a, clientSecret: hush-hush} | tokenUrl
                    {kind: oauth2-client-credentials, tokenUrl: 'https://id.example', clientId: a, clientAuthentication: tls} | tls
                    {kind: oauth2-client-credentials, tokenUrl: 'https://id.example', clientId: a, clientAuthentication: tls, clientSecret: hush-hush} | clientSecret
                    {kind: oauth2-client-credentials, tokenUrl: 'http://id.example', internal: true, clientId: a, clientAuthentication: tls} | tokenUrl
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

    @Test
    void what_is_shown_of_a_credential_has_no_secret_in_it() throws IOException {
        for (String kind : List.of("aws", "oauth1", "hmac", "mutual-tls")) {
            Credential credential = read(Files.readString(Path.of("infra/samples/credential-" + kind + ".yaml")));

            assertThat(credential.secrets()).isNotEmpty();
            for (String secret : credential.secrets()) {
                assertThat(credential.toString()).doesNotContain(secret);
                assertThat(credential.open().toString()).doesNotContain(secret);
                assertThat(credential.signature().toString()).doesNotContain(secret);
                assertThat(credential.outline().toString()).doesNotContain(secret);
            }
            assertThat(credential.open()).containsKey("origins");
        }
    }

    @Test
    void an_outline_names_what_a_scheme_will_put_on() throws IOException {
        assertThat(read(Files.readString(Path.of("infra/samples/credential-hmac.yaml")))
                        .outline()
                        .headers())
                .isEqualTo(Map.of("Authorization", "[secret]", "X-Timestamp", "[secret]", "X-Nonce", "[secret]"));
        assertThat(read(Files.readString(Path.of("infra/samples/credential-aws.yaml")))
                        .outline()
                        .headers())
                .containsOnlyKeys("Authorization", "X-Amz-Date", "X-Amz-Content-Sha256");
    }

    private static Credential read(String yaml) throws IOException {
        return CredentialDocument.read("crm", YAML.readValue(yaml, new TypeReference<Map<String, Object>>() {}));
    }

    @Test
    void an_issuer_stands_for_its_endpoints_and_in_the_clear_for_none() throws IOException {
        assertThat(read("""
                { kind: oauth2-client-credentials, issuer: "https://id.example", clientId: us,
                  clientAuthentication: body, clientSecret: a-secret-of-ours }
                """).open()).containsEntry("tokenUrl", "as https://id.example says");
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> read("""
                        { kind: oauth2-client-credentials, issuer: "http://id.example", clientId: us, clientSecret: a-secret-of-ours }
                        """))
                .satisfies(refused ->
                        assertThat(refused.flaws()).extracting("path").containsExactly("issuer"));
    }
}
