package dev.heir.integration.outbound.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.credential.KnownSecrets;
import dev.heir.integration.credential.Redactions;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Against answers that others publish: AWS' own test suite for Signature Version 4, and botocore's for the token. */
class SignatureV4Test {

    private static final Identity SUITE =
            new Identity("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", Optional.empty(), "us-east-1");

    private final SignatureV4 signature = new SignatureV4(SUITE, "service", Instant.parse("2015-08-30T12:36:00Z"));

    @Test
    void get_vanilla_of_the_suite() {
        assertThat(signature.authorization("GET", headers(), ""))
                .isEqualTo("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                        + " SignedHeaders=host;x-amz-date,"
                        + " Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    }

    @Test
    void post_vanilla_of_the_suite() {
        assertThat(signature.authorization("POST", headers(), ""))
                .endsWith("Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
    }

    @Test
    void a_token_for_the_database_is_masked_from_when_it_is_made() {
        KnownSecrets secrets = Redactions.empty();
        Map<String, String> given = new RdsToken(
                        new SmallRyeConfigBuilder()
                                .withSources(new PropertiesConfigSource(
                                        Map.of(
                                                "AWS_ACCESS_KEY_ID", "akid",
                                                "AWS_SECRET_ACCESS_KEY", "skid",
                                                "AWS_REGION", "eu-central-1",
                                                "quarkus.datasource.username", "reader",
                                                "quarkus.datasource.jdbc.url",
                                                        "jdbc:postgresql://proxy.example:5432/orders"),
                                        "settings",
                                        300))
                                .build(),
                        secrets,
                        Clock.fixed(Instant.parse("2016-11-07T17:39:33Z"), ZoneOffset.UTC))
                .getCredentials("default");

        String token = Objects.requireNonNull(given.get("password"));
        assertThat(secrets.mask("no connection with " + token)).isEqualTo("no connection with [secret]");
        assertThat(secrets.mask("signed " + token.substring(token.length() - 64)))
                .isEqualTo("signed [secret]");
    }

    @Test
    void the_token_of_botocore_s_test() {
        String token = RdsToken.token(
                new Identity("akid", "skid", Optional.empty(), "us-east-1"),
                URI.create("postgresql://prod-instance.us-east-1.rds.amazonaws.com:3306/orders"),
                "someusername",
                Instant.parse("2016-11-07T17:39:33Z"));
        assertThat(token).startsWith("prod-instance.us-east-1.rds.amazonaws.com:3306/?");
        assertThat(Arrays.asList(token.split("[?&]", -1)))
                .contains(
                        "Action=connect",
                        "DBUser=someusername",
                        "X-Amz-Expires=900",
                        "X-Amz-Credential=akid%2F20161107%2Fus-east-1%2Frds-db%2Faws4_request",
                        "X-Amz-Signature=d1138cdbc0ca63eec012ec0fc6c2267e03642168f5884a7795320d4c18374c61");
    }

    @Test
    void a_session_token_is_part_of_what_is_signed() {
        Identity temporary = new Identity("akid", "skid", Optional.of("a/b+c="), "us-east-1");
        String query = new SignatureV4(temporary, "rds-db", Instant.EPOCH).query("host:5432", Map.of(), 900);
        assertThat(query).contains("&X-Amz-Security-Token=a%2Fb%2Bc%3D&");
    }

    @Test
    void an_identity_does_not_show_its_secrets() {
        assertThat(new Identity("akid", "skid", Optional.of("session"), "us-east-1"))
                .hasToString("Identity[akid, us-east-1]");
    }

    private SortedMap<String, String> headers() {
        return new TreeMap<>(Map.of("host", "example.amazonaws.com", "x-amz-date", signature.time()));
    }
}
