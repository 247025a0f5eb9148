package dev.heir.integration.credential;

import java.io.InputStream;

/** Masks every known secret by its value, wherever it would be written, however it is escaped or encoded. */
public interface Redaction {

    /** A text of ours, with each known secret replaced by {@code [secret]}; the same object when there is none. */
    String mask(String text);

    /**
     * Data of others, with each byte of a known secret replaced by an asterisk, so that lengths stay true; the same array
     * when there is none. Secrets of fewer than 12 characters are left: they might be anybody's words.
     */
    byte[] masked(byte[] data);

    /** The same for data on their way; what has come and is no part of a secret is not kept back. */
    InputStream masked(InputStream data);

    /** The same where somebody answers each byte: nothing is kept back, and of a secret that comes in two reads only parts are masked. */
    InputStream maskedAtOnce(InputStream data);

    /** Whether a known secret stands in it. */
    default boolean knows(String text) {
        return !mask(text).equals(text);
    }

    /** Whether a known secret of at least 12 characters stands in it. */
    default boolean knows(byte[] data) {
        return masked(data) != data;
    }
}
