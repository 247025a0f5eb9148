package dev.heir.integration.outbound.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.credential.AwsV4;
import dev.heir.integration.credential.Hmac;
import dev.heir.integration.credential.OAuth1;
import dev.heir.integration.credential.OAuth1.Method;
import dev.heir.integration.provider.Body;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against what others published: a signature that only agrees with itself is worth nothing. */
class SigningVectorsTest {

    private static final AwsSignature SUITE = new AwsSignature(
            "AKIDEXAMPLE",
            "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            "us-east-1",
            "service",
            Instant.parse("2015-08-30T12:36:00Z"));

    /**
     * AWS' own test suite for Signature Version 4, as it stands in github.com/awslabs/aws-c-auth under
     * tests/aws-signing-test-suite/v4, each row by the name of its folder. Its paths are given unencoded, so they are
     * encoded once.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            get-vanilla                      | true  | / | | | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
            get-relative-normalized          | true  | /example/.. | | | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
            get-relative-unnormalized        | false | /example/.. | | | eca7ead57bb5aa5c8e28007acd4ff04e1ff9a0ff3b237ec1554a184887ff9282
            get-relative-relative-normalized | true  | /example1/example2/../.. | | | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
            get-relative-relative-unnormalized | false | /example1/example2/../.. | | | dc33e0856fd4baca4d7aa2146c38958283844764f38c74252a333df5e613003b
            get-slash-dot-slash-unnormalized | false | /./ | | | 68714168e6557f8f2de0ef956fc24dc2593a4bd2961f8df51898d8a134695145
            get-slash-pointless-dot-normalized | true | /./example | | | ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5
            get-slashes-normalized           | true  | //example// | | | 9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84
            get-slashes-unnormalized         | false | //example// | | | 87cca117541a147f6df867677d98a7d80dff226d2bfca9e4ffa899665623c7e5
            get-space-normalized             | true  | /example space/ | | | 652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741
            get-space-unnormalized           | false | /example space/ | | | 652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741
            get-utf8                         | true  | /ሴ | | | 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85
            get-unreserved                   | true  | /-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz | | | 07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f
            get-vanilla-empty-query-key      | true  | / | Param1=value1 | | a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb
            get-vanilla-query-order-encoded  | true  | / | Param-3=Value3&Param=Value2&%E1%88%B4=Value1 | | 371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac
            get-vanilla-query-order-key-case | true  | / | Param2=value2&Param1=value1 | | b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500
            get-vanilla-query-unreserved     | true  | / | -._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz=-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz | | 9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197
            get-vanilla-utf8-query           | true  | / | ሴ=bar | | 2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04
            get-vanilla-with-session-token   | true  | / | | x-amz-security-token:6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267 | 07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8
            get-header-key-duplicate         | true  | / | | my-header1:value2,value2,value1 | c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea
            get-header-value-order           | true  | / | | my-header1:value4,value1,value3,value2 | 08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01
            get-header-value-trim            | true  | / | | 'my-header1: value1;my-header2: "a   b   c"' | acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736
            """)
    void aws_own_suite(String name, boolean normalized, String path, String query, String headers, String signature) {
        TreeMap<String, String> signed =
                new TreeMap<>(Map.of("host", "example.amazonaws.com", "x-amz-date", SUITE.time()));
        for (String header : Optional.ofNullable(headers).orElse("").split(";", -1)) {
            String[] parts = header.split(":", 2);
            if (parts.length == 2) {
                signed.put(parts[0], AwsRequest.trimmed(parts[1]));
            }
        }

        assertThat(SUITE.signature(
                        "GET",
                        AwsRequest.twice(normalized ? AwsRequest.normalized(path) : path),
                        AwsRequest.query(Optional.ofNullable(query).orElse("")),
                        signed,
                        AwsSignature.payload(new byte[0])))
                .as(name)
                .isEqualTo(signature);
    }

    /** The same suite's requests with a body. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/x-www-form-urlencoded                | d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b
            application/x-www-form-urlencoded; charset=utf-8 | 328d1b9eaadca9f5818ef05e8392801e091653bafec24fcab71e7344e7f51422
            """)
    void aws_own_suite_with_a_body(String type, String signature) {
        String payload = AwsSignature.payload("Param1=value1".getBytes(StandardCharsets.UTF_8));

        assertThat(SUITE.signature(
                        "POST",
                        "/",
                        "",
                        new TreeMap<>(Map.of(
                                "content-length",
                                "13",
                                "content-type",
                                type,
                                "host",
                                "example.amazonaws.com",
                                "x-amz-content-sha256",
                                payload,
                                "x-amz-date",
                                SUITE.time())),
                        payload))
                .isEqualTo(signature);
    }

    @Test
    void a_request_to_aws_gets_the_headers_of_its_service() {
        AwsV4 s3 = new AwsV4("AKIDEXAMPLE", "secret-key", Optional.of("session"), "us-east-1", "s3", true);
        Unsigned request = new Unsigned(
                "GET", URI.create("https://bucket.s3.amazonaws.com/a%20b//c"), "/a%20b//c", "", Map.of(), Body.EMPTY);

        assertThat(Signer.sign(s3, request, Instant.EPOCH, "unused"))
                .isInstanceOfSatisfying(Signed.Ready.class, ready -> assertThat(ready.headers())
                        .containsOnlyKeys("authorization", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token")
                        .hasEntrySatisfying("authorization", value -> assertThat(value)
                                .contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token")));
        assertThat(AwsRequest.once("/a%20b//c(d)")).isEqualTo("/a%20b//c%28d%29");
        assertThat(AwsRequest.twice("/a%20b")).isEqualTo("/a%2520b");
    }

    /** RFC 5849, section 1.2, and the request of the OAuth Core 1.0 specification, appendix A.5. */
    @ParameterizedTest
    @CsvSource({
        "137131202,  chapoH,           '',  MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D",
        "1191242096, kllo9940pd9333jh, 1.0, tR3%2BTy81lMeYAr%2FFid0kMTYa%2FWM%3D"
    })
    void the_photos_of_the_oauth_specifications(String timestamp, String nonce, String version, String signature) {
        OAuth1 printer = oauth("dpf43f3p2l4k3l03", "kd94hf93k423kf44", "nnch734d00sl2jdk", "pfkkdhi9sl3r4s00");

        assertThat(OAuth1Request.authorization(
                        printer,
                        new Unsigned(
                                "GET",
                                URI.create("http://photos.example.net/photos"),
                                "/photos",
                                "file=vacation.jpg&size=original",
                                Map.of(),
                                Body.EMPTY),
                        protocol(printer, timestamp, nonce, version)))
                .startsWith("OAuth realm=\"Photos\", oauth_consumer_key=\"dpf43f3p2l4k3l03\", oauth_token=\"nnch")
                .endsWith("oauth_signature=\"" + signature + "\"");
    }

    /** RFC 5849, section 3.4.1: doubled names, empty values, escapes and a form, all in one base string. */
    @Test
    void the_base_string_of_rfc_5849() {
        OAuth1 client = oauth("9djdj82h48djs9d2", "j49sk3j29djd", "kkk9d7dh3k39sjv7", "dh893hdasih9");
        Unsigned request = new Unsigned(
                "POST",
                URI.create("http://EXAMPLE.COM:80/request"),
                "/request",
                "b5=%3D%253D&a3=a&c%40=&a2=r%20b",
                Map.of("content-type", "application/x-www-form-urlencoded"),
                Body.of("c2&a3=2+q"));
        Map<String, String> protocol = protocol(client, "137131201", "7d8f3e4a", "");

        assertThat(OAuth1Request.base(request, protocol))
                .isEqualTo(
                        "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25"
                                + "253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26"
                                + "oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39"
                                + "sjv7");
        // The signature printed in the RFC is wrong; this one is from its errata (id 2550).
        assertThat(OAuth1Request.authorization(client, request, protocol))
                .endsWith("oauth_signature=\"r6%2FTJjbCOr97%2F%2BUU0NsvSne7s5g%3D\"");
    }

    /** developer.x.com, "Creating a signature", with the host of each time it was published. */
    @ParameterizedTest
    @CsvSource({
        "https://api.twitter.com/1/statuses/update.json,   tnnArxj06cWHq44gCs1OSKk%2FjLY%3D",
        "https://api.twitter.com/1.1/statuses/update.json, hCtSmYh%2BiHYCEqBWrE7C7hYmtUk%3D",
        "https://api.x.com/1.1/statuses/update.json,       Ls93hJiZbQ3akF3HF3x1Bz8%2FzU4%3D"
    })
    void the_post_of_ladies_and_gentlemen(String url, String signature) {
        OAuth1 client = oauth(
                "xvz1evFS4wEEPTGEFPHBog",
                "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
                "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
                "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE");
        URI uri = URI.create(url);

        assertThat(OAuth1Request.authorization(
                        client,
                        new Unsigned(
                                "POST",
                                uri,
                                uri.getRawPath(),
                                "include_entities=true",
                                Map.of("content-type", "application/x-www-form-urlencoded; charset=UTF-8"),
                                Body.of(
                                        "status=Hello%20Ladies%20%2b%20Gentlemen%2c%20a%20signed%20OAuth%20request%21")),
                        protocol(client, "1318622958", "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg", "1.0")))
                .endsWith("oauth_signature=\"" + signature + "\"");
    }

    /** RFC 5849, section 2.3, whose PLAINTEXT is both secrets. */
    @Test
    void plaintext_is_both_secrets() {
        OAuth1 client = new OAuth1(
                "jd83jd92dhsh93js",
                "ja893SD9",
                Optional.of("hdk48Djdsa"),
                "xyz4992k83j47x0b",
                Method.PLAINTEXT,
                Optional.empty(),
                Optional.empty());

        assertThat(Signer.sign(
                        client,
                        new Unsigned("GET", URI.create("https://server.example.com/"), "/", "", Map.of(), Body.EMPTY),
                        Instant.EPOCH,
                        "nonce"))
                .isInstanceOfSatisfying(
                        Signed.Ready.class, ready -> assertThat(ready.headers().get("authorization"))
                                .endsWith("oauth_signature=\"ja893SD9%26xyz4992k83j47x0b\""));
    }

    /** Binance, "Signed endpoint examples for POST /api/v3/order": the query is signed and the signature joins it. */
    @Test
    void the_order_of_binance_s_documentation() {
        Hmac recipe = new Hmac(
                Hmac.Algorithm.SHA_256,
                new SecretKeySpec(
                        "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
                                .getBytes(StandardCharsets.UTF_8),
                        "HMAC"),
                "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j",
                "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A",
                "{query}",
                Hmac.Encoding.HEX,
                Hmac.Timestamp.EPOCH_MS,
                Map.of("X-MBX-APIKEY", "{keyId}"),
                new LinkedHashMap<>(Map.of("timestamp", "{timestamp}", "signature", "{signature}")));

        assertThat(Signer.sign(
                        recipe,
                        new Unsigned(
                                "POST",
                                URI.create("https://api.binance.com/api/v3/order"),
                                "/api/v3/order",
                                "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000",
                                Map.of(),
                                Body.EMPTY),
                        Instant.ofEpochMilli(1499827319559L),
                        "unused"))
                .isEqualTo(new Signed.Ready(
                        Map.of("x-mbx-apikey", "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"),
                        "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000"
                                + "&timestamp=1499827319559"
                                + "&signature=c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71"));
    }

    private static OAuth1 oauth(String key, String secret, String token, String tokenSecret) {
        return new OAuth1(
                key,
                secret,
                Optional.of(token),
                tokenSecret,
                Method.HMAC_SHA1,
                Optional.empty(),
                Optional.of("Photos"));
    }

    private static Map<String, String> protocol(OAuth1 client, String timestamp, String nonce, String version) {
        Map<String, String> protocol = new LinkedHashMap<>();
        protocol.put("oauth_consumer_key", client.consumerKey());
        protocol.put("oauth_token", client.token().orElseThrow());
        protocol.put("oauth_signature_method", client.method().wire());
        protocol.put("oauth_timestamp", timestamp);
        protocol.put("oauth_nonce", nonce);
        if (!version.isEmpty()) {
            protocol.put("oauth_version", version);
        }
        return protocol;
    }
}
