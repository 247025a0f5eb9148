package dev.heir.integration.outbound.aws;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a request to the root path of an AWS service (AWS Signature Version 4). Written here because the two requests we
 * sign do not justify an SDK of 10 MB in every cold start.
 */
final class SignatureV4 {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Identity identity;
    private final String service;
    private final String time;

    SignatureV4(Identity identity, String service, Instant now) {
        this.identity = identity;
        this.service = service;
        this.time = TIME.format(now);
    }

    /** As {@code x-amz-date} wants it. */
    String time() {
        return time;
    }

    /** @param headers to be signed, by lower-case name, with {@code host} */
    String authorization(String method, SortedMap<String, String> headers, String body) {
        String names = String.join(";", headers.keySet());
        return ALGORITHM + " Credential=" + identity.accessKey() + "/" + scope() + ", SignedHeaders=" + names
                + ", Signature=" + signature(method, "", headers, body);
    }

    /** The query of a signed link, signature and all, valid for {@code seconds}. */
    String query(String host, Map<String, String> parameters, int seconds) {
        SortedMap<String, String> all = new TreeMap<>(parameters);
        all.put("X-Amz-Algorithm", ALGORITHM);
        all.put("X-Amz-Credential", identity.accessKey() + "/" + scope());
        all.put("X-Amz-Date", time);
        all.put("X-Amz-Expires", Integer.toString(seconds));
        all.put("X-Amz-SignedHeaders", "host");
        identity.sessionToken().ifPresent(token -> all.put("X-Amz-Security-Token", token));
        String query = all.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return query + "&X-Amz-Signature=" + signature("GET", query, new TreeMap<>(Map.of("host", host)), "");
    }

    private String scope() {
        return time.substring(0, 8) + "/" + identity.region() + "/" + service + "/aws4_request";
    }

    private String signature(String method, String query, SortedMap<String, String> headers, String body) {
        String canonical = method + "\n/\n" + query + "\n"
                + headers.entrySet().stream()
                        .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                        .collect(Collectors.joining())
                + "\n" + String.join(";", headers.keySet()) + "\n" + hash(body);
        byte[] key = mac(("AWS4" + identity.secretKey()).getBytes(StandardCharsets.UTF_8), time.substring(0, 8));
        key = mac(mac(mac(key, identity.region()), service), "aws4_request");
        return HexFormat.of().formatHex(mac(key, ALGORITHM + "\n" + time + "\n" + scope() + "\n" + hash(canonical)));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
