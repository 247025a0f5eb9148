package dev.heir.integration.rest;

import java.util.BitSet;
import java.util.Locale;
import java.util.regex.Pattern;

/** How a target is spelt on the wire, which clients that keep to the URL Standard and RFC 3986 do not agree on. */
final class Spelling {

    private static final Pattern BROKEN = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /** {@code pchar} and what separates (RFC 3986, section 3.3), with {@code [} and {@code ]}, which many queries hold. */
    private static final BitSet PLAIN = new BitSet();

    static {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?%[]"
                .chars()
                .forEach(PLAIN::set);
    }

    private Spelling() {}

    /** Whether a percent sign stands alone (RFC 3986, section 2.1). */
    static boolean isBroken(String target) {
        return BROKEN.matcher(target).find();
    }

    /**
     * The same with each byte percent-encoded that no URI may hold; nothing else changes, so what its sender has encoded stays as
     * it was signed. Brackets are encoded in the path, where nobody reads them otherwise.
     *
     * @param target with a character for each byte, as it was read
     */
    static String asUri(String target) {
        int query = target.indexOf('?');
        StringBuilder spelt = new StringBuilder(target.length());
        for (int i = 0; i < target.length(); i++) {
            char next = target.charAt(i);
            boolean bracket = next == '[' || next == ']';
            if (PLAIN.get(next) && !(bracket && (query < 0 || i < query))) {
                spelt.append(next);
            } else {
                spelt.append(String.format(Locale.ROOT, "%%%02X", next & 0xff));
            }
        }
        return spelt.toString();
    }
}
