package dev.heir.integration.credential;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** The ways in which a secret may stand in a text. */
final class Spellings {

    private Spellings() {}

    static Set<String> of(String secret) {
        Set<String> spellings = new LinkedHashSet<>();
        spellings.add(secret);
        String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        spellings.add(form);
        spellings.add(lowerCaseEscapes(form));
        String percent = form.replace("+", "%20");
        spellings.add(percent);
        spellings.add(lowerCaseEscapes(percent));
        String json = json(secret, false);
        spellings.add(json);
        spellings.add(json.replace("/", "\\/"));
        spellings.add(json(secret, true));
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        for (int before = 0; before < 3; before++) {
            String core = base64Core(bytes, before);
            spellings.add(core);
            spellings.add(core.replace('+', '-').replace('/', '_'));
        }
        return spellings;
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

    private static String lowerCaseEscapes(String encoded) {
        StringBuilder lower = new StringBuilder(encoded);
        for (int i = encoded.indexOf('%'); i >= 0; i = encoded.indexOf('%', i + 1)) {
            lower.replace(i, i + 3, encoded.substring(i, i + 3).toLowerCase(Locale.ROOT));
        }
        return lower.toString();
    }

    /**
     * RFC 8259, section 7.
     *
     * @param ascii whether everything beyond ASCII is escaped as well, as some writers do
     */
    private static String json(String secret, boolean ascii) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < secret.length(); i++) {
            char each = secret.charAt(i);
            switch (each) {
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                case '\t' -> escaped.append("\\t");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                default -> {
                    if (each < 0x20 || (ascii && each > 0x7e)) {
                        escaped.append("\\u%04x".formatted((int) each));
                    } else {
                        escaped.append(each);
                    }
                }
            }
        }
        return escaped.toString();
    }
}
