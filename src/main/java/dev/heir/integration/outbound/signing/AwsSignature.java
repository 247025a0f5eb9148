package dev.heir.integration.outbound.signing;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.SortedMap;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4 itself: what AWS' documentation calls the canonical request, the string to sign and the signing
 * key. Written here because an SDK of 10 MB in every cold start is not justified by it.
 */
public final class AwsSignature {

    public static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final String MAC = "HmacSHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final String accessKeyId;
    private final String secretAccessKey;
    private final String region;
    private final String service;
    private final String time;

    public AwsSignature(String accessKeyId, String secretAccessKey, String region, String service, Instant now) {
        this.accessKeyId = accessKeyId;
        this.secretAccessKey = secretAccessKey;
        this.region = region;
        this.service = service;
        this.time = TIME.format(now);
    }

    /** As {@code x-amz-date} wants it. */
    public String time() {
        return time;
    }

    /** Whose key it is, and for what: day, region and service. */
    public String credential() {
        return accessKeyId + "/" + scope();
    }

    /** The hash of a body, as it is signed. */
    public static String payload(byte[] body) {
        return Hash.sha256(body);
    }

    /**
     * The value of the header {@code Authorization}.
     *
     * @param path canonical
     * @param query canonical
     * @param headers to be signed, by lower-case name, with {@code host}
     * @param payload the body's hash, or what stands for it
     */
    public String authorization(
            String method, String path, String query, SortedMap<String, String> headers, String payload) {
        return ALGORITHM + " Credential=" + credential() + ", SignedHeaders=" + String.join(";", headers.keySet())
                + ", Signature=" + signature(method, path, query, headers, payload);
    }

    /** The signature alone. */
    public String signature(
            String method, String path, String query, SortedMap<String, String> headers, String payload) {
        StringBuilder canonical = new StringBuilder(256)
                .append(method)
                .append('\n')
                .append(path)
                .append('\n')
                .append(query)
                .append('\n');
        headers.forEach((name, value) ->
                canonical.append(name).append(':').append(value).append('\n'));
        canonical
                .append('\n')
                .append(String.join(";", headers.keySet()))
                .append('\n')
                .append(payload);
        byte[] key = mac(Hash.utf8("AWS4" + secretAccessKey), time.substring(0, 8));
        key = mac(mac(mac(key, region), service), "aws4_request");
        String toSign = ALGORITHM + "\n" + time + "\n" + scope() + "\n" + Hash.sha256(Hash.utf8(canonical.toString()));
        return HexFormat.of().formatHex(mac(key, toSign));
    }

    private String scope() {
        return time.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
    }

    private static byte[] mac(byte[] key, String text) {
        return Hash.mac(MAC, new SecretKeySpec(key, MAC), Hash.utf8(text));
    }
}
