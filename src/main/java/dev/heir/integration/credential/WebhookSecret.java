package dev.heir.integration.credential;

import dev.heir.integration.provider.Body;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What somebody to whom we send webhooks knows them by: a symmetric secret of the Standard Webhooks specification 1.0.0.
 */
public final class WebhookSecret {

    private static final String PREFIX = "whsec_";
    private static final String HMAC = "HmacSHA256";

    /** The specification asks for 24 to 64. */
    private static final int BYTES = 32;

    private final byte[] key;

    private WebhookSecret(byte[] key) {
        this.key = key;
    }

    public static WebhookSecret make() {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        return new WebhookSecret(key);
    }

    /** @throws IllegalArgumentException without quoting it, when it is none */
    public static WebhookSecret parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a webhook secret begins with " + PREFIX);
        }
        return new WebhookSecret(Base64.getDecoder().decode(text.substring(PREFIX.length())));
    }

    /** As its receiver is told. */
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /** In every spelling that must not be seen. */
    public List<String> spellings() {
        return List.of(
                text(),
                Base64.getEncoder().withoutPadding().encodeToString(key),
                Base64.getUrlEncoder().withoutPadding().encodeToString(key),
                HexFormat.of().formatHex(key),
                HexFormat.of().withUpperCase().formatHex(key));
    }

    /**
     * The headers of a webhook.
     *
     * @param id the same however often it is sent
     * @param at when it is sent this time
     * @param secrets each signs: one that is replaced goes on for a while
     */
    public static Map<String, String> headers(String id, Instant at, Body body, List<WebhookSecret> secrets) {
        String timestamp = Long.toString(at.getEpochSecond());
        return Map.of(
                "webhook-id",
                id,
                "webhook-timestamp",
                timestamp,
                "webhook-signature",
                String.join(
                        " ",
                        secrets.stream()
                                .map(secret -> secret.signature(id, timestamp, body))
                                .toList()));
    }

    private String signature(String id, String timestamp, Body body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body.bytes()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + HMAC, impossible);
        }
    }

    @Override
    public String toString() {
        return "WebhookSecret[secret]";
    }
}
