package dev.heir.integration.outbound.aws;

import dev.heir.integration.outbound.signing.AwsSignature;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Signs what a function asks AWS itself for, always at the root path, as the role that it has. */
final class SignatureV4 {

    private final Identity identity;
    private final AwsSignature signature;

    SignatureV4(Identity identity, String service, Instant now) {
        this.identity = identity;
        this.signature = new AwsSignature(identity.accessKey(), identity.secretKey(), identity.region(), service, now);
    }

    /** As {@code x-amz-date} wants it. */
    String time() {
        return signature.time();
    }

    /** @param headers to be signed, by lower-case name, with {@code host} */
    String authorization(String method, SortedMap<String, String> headers, String body) {
        return signature.authorization(method, "/", "", headers, hash(body));
    }

    /** The query of a signed link, signature and all, valid for {@code seconds}. */
    String query(String host, Map<String, String> parameters, int seconds) {
        SortedMap<String, String> all = new TreeMap<>(parameters);
        all.put("X-Amz-Algorithm", AwsSignature.ALGORITHM);
        all.put("X-Amz-Credential", signature.credential());
        all.put("X-Amz-Date", time());
        all.put("X-Amz-Expires", Integer.toString(seconds));
        all.put("X-Amz-SignedHeaders", "host");
        identity.sessionToken().ifPresent(token -> all.put("X-Amz-Security-Token", token));
        String query = all.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return query + "&X-Amz-Signature="
                + signature.signature("GET", "/", query, new TreeMap<>(Map.of("host", host)), hash(""));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String hash(String body) {
        return AwsSignature.payload(body.getBytes(StandardCharsets.UTF_8));
    }
}
