package dev.heir.integration.scrape.robots;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The one form in which paths and rules are compared (RFC 9309, section 2.2.2): unreserved characters as themselves,
 * everything that may not stand in a URL as upper-case percent-encoded UTF-8. A reserved character and its encoded form
 * stay two things, as RFC 3986 wants it.
 */
final class NormalPath {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private NormalPath() {}

    /** Of a URL's path with its query: {@code *} and {@code $} are characters there. */
    static String ofUrl(String pathAndQuery) {
        return isNormal(pathAndQuery, false) ? pathAndQuery : normal(pathAndQuery, false);
    }

    /** Of a rule: {@code *} stays what it is, {@code $} only at the end, where it is no character. */
    static String ofRule(String value) {
        boolean ends = value.endsWith("$");
        String body = ends ? value.substring(0, value.length() - 1) : value;
        return (isNormal(body, true) ? body : normal(body, true)) + (ends ? "$" : "");
    }

    private static boolean isNormal(String text, boolean rule) {
        for (int i = 0; i < text.length(); i++) {
            if (!staysItself(text.charAt(i), rule)) {
                return false;
            }
        }
        return true;
    }

    private static boolean staysItself(char c, boolean rule) {
        return isUnreserved(c) || (rule && c == '*') || "/?:@!&'()+,;=#[]".indexOf(c) >= 0;
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0;
    }

    private static String normal(String text, boolean rule) {
        StringBuilder normal = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if (c == '%'
                    && i + 2 < text.length()
                    && HexFormat.isHexDigit(text.charAt(i + 1))
                    && HexFormat.isHexDigit(text.charAt(i + 2))) {
                int octet = HexFormat.fromHexDigits(text, i + 1, i + 3);
                append(normal, octet, isUnreserved(octet));
                i += 3;
            } else {
                int character = text.codePointAt(i);
                int length = Character.charCount(character);
                if (character < 128) {
                    append(normal, character, staysItself(c, rule));
                } else {
                    for (byte octet : text.substring(i, i + length).getBytes(StandardCharsets.UTF_8)) {
                        append(normal, octet & 0xff, false);
                    }
                }
                i += length;
            }
        }
        return normal.toString();
    }

    private static void append(StringBuilder normal, int octet, boolean asItself) {
        if (asItself) {
            normal.append((char) octet);
        } else {
            normal.append('%').append(HEX.toHexDigits((byte) octet));
        }
    }
}
