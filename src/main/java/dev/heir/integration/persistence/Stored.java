package dev.heir.integration.persistence;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Text as PostgreSQL can hold it. */
final class Stored {

    /** A B-tree entry may have 2,704 bytes; UTF-8 takes up to 3 for a char. */
    private static final int LONGEST_KEY = 500;

    private Stored() {}

    /** Without NUL and halves of surrogate pairs, which PostgreSQL refuses: one bad text must not cost a record. */
    static String text(String text) {
        return isStorable(text)
                ? text
                : text.codePoints()
                        .filter(c -> c != 0 && !isHalfPair(c))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    /** Text that is looked up by; a very long one is told apart by its hash. */
    static String key(String text) {
        String clean = text(text);
        return clean.length() <= LONGEST_KEY ? clean : text(clean.substring(0, LONGEST_KEY - 65)) + "~" + hash(clean);
    }

    private static boolean isStorable(String text) {
        return text.chars().noneMatch(c -> c == 0 || isHalfPair(c));
    }

    private static boolean isHalfPair(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
