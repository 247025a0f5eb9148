package dev.heir.integration.outbound.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;

/** The JDK's hashes, without the exceptions of those that it might not have. */
final class Hash {

    private Hash() {}

    static byte[] of(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + algorithm, impossible);
        }
    }

    static byte[] mac(String algorithm, Key key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(key);
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + algorithm, impossible);
        }
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(of("SHA-256", bytes));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
