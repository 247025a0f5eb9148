package dev.heir.integration.outbound.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.credential.AwsV4;
import dev.heir.integration.credential.Hmac;
import dev.heir.integration.credential.OAuth1;
import dev.heir.integration.credential.Scheme;
import dev.heir.integration.provider.Body;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class SigningPropertiesTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static final List<Scheme> SCHEMES = List.of(
            new AwsV4("AKIDEXAMPLE", "a-secret-key", Optional.empty(), "us-east-1", "execute-api", true),
            new OAuth1(
                    "consumer",
                    "a-secret",
                    Optional.of("token"),
                    "another",
                    OAuth1.Method.HMAC_SHA256,
                    Optional.empty(),
                    Optional.empty()),
            new Hmac(
                    Hmac.Algorithm.SHA_256,
                    new SecretKeySpec("a-shared-secret".getBytes(StandardCharsets.UTF_8), "HMAC"),
                    "a-shared-secret",
                    "",
                    "{method}\n{path}\n{query.sorted}\n{body.sha256.hex}",
                    Hmac.Encoding.HEX,
                    Hmac.Timestamp.EPOCH,
                    Map.of("Authorization", "{signature}"),
                    Map.of()));

    @Property(tries = 200)
    void the_order_of_parameters_changes_no_signature(
            @ForAll @Size(max = 6) List<@AlphaChars @StringLength(max = 4) String> values, @ForAll Random random) {
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            parameters.add("p" + i % 3 + "=" + values.get(i));
        }
        String asked = String.join("&", parameters);
        Collections.shuffle(parameters, random);

        for (Scheme scheme : SCHEMES) {
            assertThat(signed(scheme, "/a", String.join("&", parameters), "x"))
                    .isEqualTo(signed(scheme, "/a", asked, "x"));
        }
    }

    @Property(tries = 200)
    void a_signature_is_another_when_any_byte_of_the_request_is(
            @ForAll @AlphaChars @StringLength(min = 1, max = 20) String text,
            @ForAll @IntRange(max = 19) int at,
            @ForAll @IntRange(max = 9) int digit) {
        int place = at % text.length();
        String other = text.substring(0, place) + digit + text.substring(place + 1);

        for (Scheme scheme : SCHEMES) {
            String before = signed(scheme, "/" + text, "q=" + text, text);
            assertThat(signed(scheme, "/" + other, "q=" + text, text)).isNotEqualTo(before);
            assertThat(signed(scheme, "/" + text, "q=" + other, text)).isNotEqualTo(before);
            assertThat(signed(scheme, "/" + text, "q=" + text, other)).isNotEqualTo(before);
        }
    }

    /** Whatever bytes a query has, it can be signed. */
    @Property(tries = 500)
    void no_query_is_too_odd_to_be_signed(@ForAll @StringLength(max = 30) String query) {
        for (Scheme scheme : SCHEMES) {
            assertThat(signed(scheme, "/", query, "")).isNotEmpty();
        }
    }

    private static String signed(Scheme scheme, String path, String query, String body) {
        Unsigned request = new Unsigned(
                "POST",
                URI.create("https://api.example.com/"),
                path,
                query,
                Map.of("content-type", "application/x-www-form-urlencoded"),
                Body.of(body));
        return switch (Signer.sign(scheme, request, NOON, "nonce")) {
            case Signed.Ready(Map<String, String> headers, String _) -> headers.getOrDefault("authorization", "");
            case Signed.Impossible(String reason) -> throw new AssertionError(reason);
        };
    }
}
