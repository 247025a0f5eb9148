package dev.heir.integration.credential;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The ways in which a secret may stand in a text where nothing is escaped any more: as it is, in Base64 and in hexadecimal
 * digits, and those of each other. Escapes are undone by {@link Unescaped}, so none of them needs a word of its own.
 */
final class Disguises {

    /** Longer ones are tokens, of which there may be thousands; nobody encodes those twice. */
    private static final int ENCODED_TWICE = 128;

    /** A line of a key has 64 characters; its last one is told apart from other texts down to here. */
    private static final int SHORTEST_LINE = 12;

    private Disguises() {}

    /** @return bytes, each as one character (ISO 8859-1), so that equal ones are found */
    static Set<String> of(String secret) {
        Set<String> words = new LinkedHashSet<>();
        if (secret.indexOf('\n') < 0 && secret.indexOf('\r') < 0) {
            plain(secret, words);
        } else {
            // Keys in PEM (RFC 7468): where they are shown their lines are indented, joined or quoted.
            secret.lines()
                    .map(String::strip)
                    .filter(line -> line.length() >= SHORTEST_LINE && !line.startsWith("-----"))
                    .forEach(line -> plain(line, words));
        }
        Set<String> texts = new LinkedHashSet<>();
        texts.add(secret);
        String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        texts.add(form); // RFC 6749, section 2.3.1: a client's secret is in its Authorization header like this
        texts.add(form.replace("+", "%20"));
        texts.add(json(secret));
        for (String text : texts) {
            words.addAll(encoded(bytes(text)));
        }
        if (secret.length() <= ENCODED_TWICE) {
            for (String once : encoded(bytes(secret))) {
                words.addAll(encoded(once));
            }
        }
        words.removeIf(word -> word.length() < Mask.SHORTEST);
        return words;
    }

    private static void plain(String line, Set<String> words) {
        String bytes = bytes(line);
        words.add(bytes);
        words.add(Unescaped.text(bytes));
        words.add(Unescaped.text(bytes.replace(' ', '+'))); // as forms write a space, where it is no plus
        words.add(Unescaped.text(json(bytes))); // a backslash and a letter for what is no character to be seen
    }

    /** In the alphabets that are in use (RFC 4648), whatever stands before and behind it. */
    private static Set<String> encoded(String text) {
        Set<String> encoded = new LinkedHashSet<>();
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int before = 0; before < 3; before++) {
            String core = base64Core(bytes, before);
            encoded.add(core);
            encoded.add(core.replace('+', '-').replace('/', '_'));
        }
        encoded.add(HexFormat.of().formatHex(bytes));
        encoded.add(HexFormat.of().withUpperCase().formatHex(bytes));
        return encoded;
    }

    /** The characters of Base64 that depend on the secret alone when {@code before} bytes (modulo 3) stand before it. */
    private static String base64Core(byte[] secret, int before) {
        byte[] shifted = new byte[before + secret.length];
        System.arraycopy(secret, 0, shifted, before, secret.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int from = before == 0 ? 0 : before + 1;
        int to = shifted.length * 8 / 6;
        return from < to ? encoded.substring(from, to) : "";
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** RFC 8259, section 7, as nearly all writers do it. */
    private static String json(String secret) {
        return secret.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }
}
