package dev.heir.integration.outbound.signing;

import dev.heir.integration.credential.OAuth1;
import dev.heir.integration.credential.PemKey;
import dev.heir.integration.outbound.signing.Percent.Pair;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.spec.SecretKeySpec;

/** Brings a request into the form that OAuth 1.0a signs (RFC 5849, section 3). */
final class OAuth1Request {

    private OAuth1Request() {}

    static Signed sign(OAuth1 settings, Unsigned request, Instant now, String nonce) {
        Map<String, String> protocol = new LinkedHashMap<>();
        protocol.put("oauth_consumer_key", settings.consumerKey());
        settings.token().ifPresent(token -> protocol.put("oauth_token", token));
        protocol.put("oauth_signature_method", settings.method().wire());
        protocol.put("oauth_timestamp", Long.toString(now.getEpochSecond()));
        protocol.put("oauth_nonce", nonce);
        protocol.put("oauth_version", "1.0");
        return new Signed.Ready(Map.of("authorization", authorization(settings, request, protocol)), request.query());
    }

    /** @param protocol all of its parameters but the signature */
    static String authorization(OAuth1 settings, Unsigned request, Map<String, String> protocol) {
        Map<String, String> all = new LinkedHashMap<>(protocol);
        all.put("oauth_signature", signature(settings, base(request, protocol)));
        String realm = settings.realm()
                .map(text -> "realm=\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\", ")
                .orElse("");
        return "OAuth " + realm
                + all.entrySet().stream()
                        .map(each -> each.getKey() + "=\"" + Percent.encode(each.getValue()) + "\"")
                        .collect(Collectors.joining(", "));
    }

    /** Section 3.4.1: the method, where it goes, and all parameters wherever they stand. */
    static String base(Unsigned request, Map<String, String> protocol) {
        List<Pair> parameters = new ArrayList<>(Percent.encodedPairs(request.query()));
        if (request.hasForm()) {
            parameters.addAll(Percent.encodedPairs(request.body().text()));
        }
        protocol.forEach((name, value) -> parameters.add(new Pair(Percent.encode(name), Percent.encode(value))));
        String sorted = parameters.stream().sorted().map(Pair::toString).collect(Collectors.joining("&"));
        String target =
                request.uri().getScheme() + "://" + request.authority().toLowerCase(Locale.ROOT) + request.path();
        return request.method() + "&" + Percent.encode(target) + "&" + Percent.encode(sorted);
    }

    private static String signature(OAuth1 settings, String base) {
        String secrets = Percent.encode(settings.consumerSecret()) + "&" + Percent.encode(settings.tokenSecret());
        return switch (settings.method()) {
            case PLAINTEXT -> secrets;
            case HMAC_SHA1, HMAC_SHA256 -> {
                String jdk = settings.method().jdk();
                yield base64(Hash.mac(jdk, new SecretKeySpec(Hash.utf8(secrets), jdk), Hash.utf8(base)));
            }
            case RSA_SHA1, RSA_SHA256 ->
                base64(rsa(settings.method().jdk(), settings.privateKey().orElseThrow(), Hash.utf8(base)));
        };
    }

    private static byte[] rsa(String algorithm, PemKey key, byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key.key());
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("an RSA key always signs", impossible);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
