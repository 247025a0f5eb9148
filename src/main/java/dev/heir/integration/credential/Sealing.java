package dev.heir.integration.credential;

import dev.heir.integration.provider.Body;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals text with AES-256-GCM (NIST SP 800-38D): one byte of format, in format 2 the sixteen of the key's id, twelve of
 * nonce, the ciphertext with its tag. Format 1 names no key: it is sealed with the master itself.
 *
 * <p>The purpose and the key's id are authenticated with it, so a sealed text that is moved to another credential's row
 * does not open.
 */
final class Sealing {

    private static final byte OF_MASTER = 1;
    private static final byte OF_DATA_KEY = 2;
    private static final int ID = 16;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final byte[] header;
    private final SecureRandom random = new SecureRandom();

    Sealing(SecretKey master) {
        this.key = master;
        this.header = new byte[] {OF_MASTER};
    }

    Sealing(UUID id, SecretKey dataKey) {
        this.key = dataKey;
        this.header = header(id);
    }

    /** How everything begins that is sealed with a data key. */
    static byte[] header(UUID id) {
        return ByteBuffer.allocate(1 + ID)
                .put(OF_DATA_KEY)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    Body seal(String purpose, String text) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        return seal(purpose, text, nonce);
    }

    /**
     * The same text that was sealed with another key. It keeps its mark, since it is no other text for those who know it by
     * that; under this key the nonce, being random, is as good as any.
     */
    Body reseal(String purpose, String text, Body before) {
        int from = headerLength(before.bytes());
        return seal(purpose, text, Arrays.copyOfRange(before.bytes(), from, from + NONCE));
    }

    private Body seal(String purpose, String text, byte[] nonce) {
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Body.of(ByteBuffer.allocate(header.length + NONCE + sealed.length)
                    .put(header)
                    .put(nonce)
                    .put(sealed)
                    .array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java can seal with AES-GCM", impossible);
        }
    }

    /** Tells two sealings apart, even of the same text: the nonce, which is random and no secret. */
    static String mark(Body sealed) {
        int from = headerLength(sealed.bytes());
        return HexFormat.of().formatHex(sealed.bytes(), from, from + NONCE);
    }

    /**
     * Which data key opens it; empty when the master itself does.
     *
     * @throws Seals.Unreadable when it is nothing that was sealed here
     */
    static Optional<UUID> keyOf(Body sealed) throws Seals.Unreadable {
        byte[] bytes = sealed.bytes();
        if (bytes.length == 0
                || bytes[0] < OF_MASTER
                || bytes[0] > OF_DATA_KEY
                || bytes.length < headerLength(bytes) + NONCE + TAG_BITS / 8) {
            throw new Seals.Unreadable("it is in no format that this version knows");
        }
        if (bytes[0] == OF_MASTER) {
            return Optional.empty();
        }
        ByteBuffer id = ByteBuffer.wrap(bytes, 1, ID);
        return Optional.of(new UUID(id.getLong(), id.getLong()));
    }

    /** @throws Seals.Unreadable when it was sealed with another key or for another purpose, or was changed since */
    String open(String purpose, Body sealed) throws Seals.Unreadable {
        keyOf(sealed);
        byte[] bytes = sealed.bytes();
        int from = headerLength(bytes);
        if (!Arrays.equals(header, 0, header.length, bytes, 0, from)) {
            throw new Seals.Unreadable("it was sealed with another key");
        }
        ByteBuffer parts = ByteBuffer.wrap(bytes, from, bytes.length - from);
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

    private static int headerLength(byte[] sealed) {
        return sealed[0] == OF_DATA_KEY ? 1 + ID : 1;
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        cipher.updateAAD(header, 1, header.length - 1);
        return cipher;
    }
}
