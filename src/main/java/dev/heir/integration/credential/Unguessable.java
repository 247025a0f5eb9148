package dev.heir.integration.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/** Words that nobody guesses, and what may be told of one before it is shown. */
public final class Unguessable {

    private Unguessable() {}

    /**
     * 256 bits, in characters that neither a URL nor RFC 7636, section 4.1, minds.
     *
     * @param random a cryptographically strong source
     */
    public static String word(RandomGenerator random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return encoded(bytes);
    }

    /** SHA-256 in the same characters: of a verifier its challenge (RFC 7636, section 4.2). */
    public static String hash(String word) {
        try {
            return encoded(MessageDigest.getInstance("SHA-256").digest(word.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
