package dev.heir.integration.credential;

/** Masks every known secret by its value, wherever it would be written. */
public interface Redaction {

    /** The text with each known secret, also when URL-, Base64- or JSON-escaped, replaced by {@code [secret]}. */
    String mask(String text);
}
