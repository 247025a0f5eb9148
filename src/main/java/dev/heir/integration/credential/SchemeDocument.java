package dev.heir.integration.credential;

import dev.heir.integration.credential.OAuth1.Method;
import dev.heir.integration.provider.Fields;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.interfaces.RSAKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Reads how requests are to be signed, of the kinds that sign each request by itself. */
final class SchemeDocument {

    private static final Pattern ACCESS_KEY = Pattern.compile("\\w{1,128}");
    private static final Pattern AWS_WORD = Pattern.compile("[a-z0-9-]{1,64}");

    /** RFC 2104 wants a key as long as the hash; less than this is guessed. */
    private static final int SHORTEST_KEY = 8;

    private SchemeDocument() {}

    static Scheme awsV4(Fields fields) {
        String accessKeyId = fields.requiredText("accessKeyId");
        if (!accessKeyId.isEmpty() && !ACCESS_KEY.matcher(accessKeyId).matches()) {
            fields.flaw("accessKeyId", "must be letters and digits, such as AKIAIOSFODNN7EXAMPLE");
        }
        Optional<String> token = fields.text("sessionToken");
        token.filter(text -> !HeaderNames.canCarry(text))
                .ifPresent(_ -> fields.flaw("sessionToken", "must be visible ASCII: it is sent in a header"));
        Optional<String> payload = fields.text("payload");
        payload.filter(word -> !List.of("signed", "unsigned").contains(word))
                .ifPresent(_ -> fields.flaw("payload", "must be signed or unsigned"));
        return new AwsV4(
                accessKeyId,
                fields.requiredText("secretAccessKey"),
                token,
                awsWord(fields, "region", "us-east-1"),
                awsWord(fields, "service", "execute-api"),
                payload.filter("unsigned"::equals).isEmpty());
    }

    private static String awsWord(Fields fields, String key, String example) {
        String word = fields.requiredText(key);
        if (!word.isEmpty() && !AWS_WORD.matcher(word).matches()) {
            fields.flaw(key, "must be as AWS writes it, such as " + example);
        }
        return word;
    }

    static Scheme oauth1(Fields fields) {
        Method method = fields.word("signatureMethod", Method.class).orElse(Method.HMAC_SHA1);
        Optional<String> token = fields.text("token");
        Optional<String> tokenSecret = fields.text("tokenSecret");
        if (tokenSecret.isPresent() && token.isEmpty()) {
            fields.flaw("tokenSecret", "needs its 'token'");
        }
        Optional<PemKey> key = Optional.empty();
        String consumerSecret = "";
        if (method.needsKey()) {
            key = rsaKey(fields);
        } else {
            consumerSecret = fields.requiredText("consumerSecret");
        }
        return new OAuth1(
                fields.requiredText("consumerKey"),
                consumerSecret,
                token,
                tokenSecret.orElse(""),
                method,
                key,
                fields.text("realm"));
    }

    private static Optional<PemKey> rsaKey(Fields fields) {
        String pem = fields.requiredLines("privateKey");
        if (pem.isEmpty()) {
            return Optional.empty();
        }
        try {
            PemKey key = PemKey.read(pem);
            if (key.key() instanceof RSAKey) {
                return Optional.of(key);
            }
            fields.flaw("privateKey", "must be an RSA key");
        } catch (InvalidKeyException unusable) {
            fields.flaw("privateKey", String.valueOf(unusable.getMessage()));
        }
        return Optional.empty();
    }

    static Scheme hmac(Fields fields) {
        String secret = fields.requiredLines("key");
        Optional<String> keyId = fields.text("keyId");
        String sign = fields.requiredLines("sign");
        Map<String, String> headers = templates(fields, "headers");
        headers.keySet().forEach(name -> HeaderNames.check(fields, "headers", name));
        headers.values().stream()
                .filter(template -> !HeaderNames.canCarry(template))
                .findFirst()
                .ifPresent(_ -> fields.flaw("headers", "must be visible ASCII without spaces around it"));
        Map<String, String> query = templates(fields, "query");
        List<String> sent = Stream.concat(headers.values().stream(), query.values().stream())
                .toList();
        if (!sent.isEmpty() && sent.stream().noneMatch(Hmac::holdsSignature)) {
            fields.flaw("headers", "must have the place {signature} in one of 'headers' or 'query'");
        } else if (sent.isEmpty()) {
            fields.flaw("headers", "one of 'headers' and 'query' is required: where the signature goes");
        }
        checkPlaces(fields, "sign", sign, false);
        for (String changing : List.of("{timestamp}", "{nonce}")) {
            if (sign.contains(changing) && sent.stream().noneMatch(template -> template.contains(changing))) {
                fields.flaw("sign", "has the place " + changing + ", which is sent nowhere: nobody could verify it");
            }
        }
        if (keyId.isEmpty()
                && Stream.concat(sent.stream(), Stream.of(sign)).anyMatch(text -> text.contains("{keyId}"))) {
            fields.flaw("keyId", "is required where a template has the place {keyId}");
        }
        return new Hmac(
                fields.word("algorithm", Hmac.Algorithm.class).orElse(Hmac.Algorithm.SHA_256),
                key(fields, secret),
                secret.strip(),
                keyId.orElse(""),
                sign,
                fields.word("encoding", Hmac.Encoding.class).orElse(Hmac.Encoding.HEX),
                fields.word("timestamp", Hmac.Timestamp.class).orElse(Hmac.Timestamp.EPOCH),
                headers,
                query);
    }

    private static Map<String, String> templates(Fields fields, String key) {
        Map<String, String> templates = new LinkedHashMap<>();
        fields.map(key)
                .ifPresent(map -> map.keys().forEach(name -> map.text(name).ifPresent(template -> {
                    checkPlaces(map, name, template, true);
                    templates.put(name, template);
                })));
        return templates;
    }

    private static void checkPlaces(Fields fields, String key, String template, boolean signed) {
        Hmac.unknownPlace(template, signed)
                .ifPresent(_ -> fields.flaw(
                        key,
                        "has a place that is not known; there are {method}, {host}, {path}, {query}, {query.sorted},"
                                + " {pathAndQuery}, {timestamp}, {nonce}, {keyId}, {header.NAME}, {body} and"
                                + " {body.HASH.ENCODING} such as {body.sha256.hex}"
                                + (signed ? ", and {signature}" : "")));
    }

    private static SecretKey key(Fields fields, String secret) {
        Optional<String> encoding = fields.text("keyEncoding");
        byte[] bytes = new byte[0];
        try {
            bytes = switch (encoding.orElse("text")) {
                case "text" -> secret.getBytes(StandardCharsets.UTF_8);
                case "base64" -> Base64.getDecoder().decode(secret.strip());
                case "hex" -> HexFormat.of().parseHex(secret.strip());
                default -> {
                    fields.flaw("keyEncoding", "must be text, base64 or hex");
                    yield secret.getBytes(StandardCharsets.UTF_8);
                }
            };
            if (!secret.isEmpty() && bytes.length < SHORTEST_KEY) {
                fields.flaw("key", "must be at least " + SHORTEST_KEY + " bytes");
            }
        } catch (IllegalArgumentException otherwiseEncoded) {
            fields.flaw("key", "is not written as 'keyEncoding' says");
        }
        return new SecretKeySpec(bytes.length == 0 ? new byte[1] : bytes, "HMAC");
    }
}
