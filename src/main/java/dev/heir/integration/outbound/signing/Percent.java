package dev.heir.integration.outbound.signing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Percent-encoding as signatures want it: everything but the unreserved characters (RFC 3986, section 2.3). */
final class Percent {

    private static final String HEX = "0123456789ABCDEF";

    private Percent() {}

    /** A name and a value, as they were written or encoded anew. */
    record Pair(String name, String value) implements Comparable<Pair> {

        /** By name, then by value, both as bytes: what is encoded has no others than ASCII. */
        @Override
        public int compareTo(Pair other) {
            int byName = name.compareTo(other.name);
            return byName != 0 ? byName : value.compareTo(other.value);
        }

        @Override
        public String toString() {
            return name + "=" + value;
        }
    }

    static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8), "");
    }

    /** @param also what is left as it is besides */
    static String encode(byte[] bytes, String also) {
        StringBuilder encoded = new StringBuilder(bytes.length + 16);
        for (byte each : bytes) {
            char sign = (char) (each & 0xff);
            if (isUnreserved(sign) || also.indexOf(sign) >= 0) {
                encoded.append(sign);
            } else {
                encoded.append('%').append(HEX.charAt(sign >> 4)).append(HEX.charAt(sign & 15));
            }
        }
        return encoded.toString();
    }

    private static boolean isUnreserved(char sign) {
        return (sign >= 'a' && sign <= 'z')
                || (sign >= 'A' && sign <= 'Z')
                || (sign >= '0' && sign <= '9')
                || "-._~".indexOf(sign) >= 0;
    }

    /** What an escape stands for; a percent sign that begins none is itself. */
    static byte[] decode(String text, boolean plusIsSpace) {
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
            if (raw[i] == '%' && high >= 0 && low >= 0) {
                decoded.write(high << 4 | low);
                i += 2;
            } else {
                decoded.write(plusIsSpace && raw[i] == '+' ? ' ' : raw[i]);
            }
        }
        return decoded.toByteArray();
    }

    /** The parts of a query or a form, as they are written. */
    static List<Pair> pairs(String query) {
        List<Pair> pairs = new ArrayList<>();
        for (int from = 0; from < query.length(); ) {
            int end = query.indexOf('&', from);
            String part = query.substring(from, end < 0 ? query.length() : end);
            int equals = part.indexOf('=');
            if (!part.isEmpty()) {
                pairs.add(
                        equals < 0
                                ? new Pair(part, "")
                                : new Pair(part.substring(0, equals), part.substring(equals + 1)));
            }
            from = end < 0 ? query.length() : end + 1;
        }
        return pairs;
    }

    /** The same parts, each encoded in the one way in which signatures want it. */
    static List<Pair> encodedPairs(String query) {
        return pairs(query).stream()
                .map(pair -> new Pair(encode(decode(pair.name(), true), ""), encode(decode(pair.value(), true), "")))
                .toList();
    }
}
