package dev.heir.integration.credential;

import dev.heir.integration.provider.Body;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals text with AES-256-GCM (NIST SP 800-38D): one byte of format, twelve of nonce, the ciphertext with its tag.
 *
 * <p>The purpose is authenticated with it, so a sealed text that is moved to another credential's row does not open.
 */
final class Sealing {

    private static final byte FORMAT = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    Sealing(SecretKey key) {
        this.key = key;
    }

    Body seal(String purpose, String text) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Body.of(ByteBuffer.allocate(1 + NONCE + sealed.length)
                    .put(FORMAT)
                    .put(nonce)
                    .put(sealed)
                    .array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java can seal with AES-GCM", impossible);
        }
    }

    /** Tells two sealings apart, even of the same text: the nonce, which is random and no secret. */
    static String mark(Body sealed) {
        return HexFormat.of().formatHex(sealed.bytes(), 1, 1 + NONCE);
    }

    /** @throws Seals.Unreadable when it was sealed with another key or for another purpose, or was changed since */
    String open(String purpose, Body sealed) throws Seals.Unreadable {
        byte[] bytes = sealed.bytes();
        if (bytes.length < 1 + NONCE + TAG_BITS / 8 || bytes[0] != FORMAT) {
            throw new Seals.Unreadable("it is in no format that this version knows");
        }
        ByteBuffer parts = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        byte[] nonce = new byte[NONCE];
        parts.get(nonce);
        byte[] text = new byte[parts.remaining()];
        parts.get(text);
        try {
            return new String(cipher(Cipher.DECRYPT_MODE, nonce, purpose).doFinal(text), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException wrong) {
            throw new Seals.Unreadable("it was sealed with another key, belongs elsewhere, or was changed");
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
