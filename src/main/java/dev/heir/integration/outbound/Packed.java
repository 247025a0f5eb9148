package dev.heir.integration.outbound;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Unpacks an answer that was taken in whole (RFC 9110, section 8.4.1). Unlike what unpacks as it comes, it notices that the
 * end is missing: half of an answer is none.
 */
final class Packed {

    private Packed() {}

    /**
     * @param most bytes; one more is given of what is larger
     * @throws IOException when it is broken or its end is missing
     */
    static byte[] unpacked(Map<String, List<String>> headers, byte[] bytes, int most) throws IOException {
        if (bytes.length == 0) {
            return bytes;
        }
        try (InputStream unpacked = stream(encoding(headers), bytes)) {
            return unpacked.readNBytes(most + 1);
        } catch (IOException broken) {
            throw new IOException(
                    "what it packed as " + encoding(headers) + " is broken or cut: " + broken.getMessage(), broken);
        }
    }

    /** Without what was true of the packed bytes only. */
    static Map<String, List<String>> headers(Map<String, List<String>> headers) {
        if (!isKnown(encoding(headers))) {
            return headers;
        }
        Map<String, List<String>> left = new HashMap<>(headers);
        left.remove("content-encoding");
        left.remove("content-length");
        return left;
    }

    private static boolean isKnown(String encoding) {
        return encoding.equals("gzip") || encoding.equals("x-gzip") || encoding.equals("deflate");
    }

    private static String encoding(Map<String, List<String>> headers) {
        return String.join(", ", headers.getOrDefault("content-encoding", List.of()))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static InputStream stream(String encoding, byte[] bytes) throws IOException {
        InputStream packed = new ByteArrayInputStream(bytes);
        if (!isKnown(encoding)) {
            return packed;
        }
        if (encoding.equals("deflate")) {
            return isZlib(bytes)
                    ? new InflaterInputStream(packed)
                    : new InflaterInputStream(packed, new Inflater(true));
        }
        return new GZIPInputStream(packed);
    }

    /** Of the two formats that are called {@code deflate} the right one, by its beginning (RFC 1950, section 2.2). */
    private static boolean isZlib(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes.length > 1 ? bytes[1] & 0xff : 0;
        return (first & 0x0f) == 8 && (first << 8 | second) % 31 == 0;
    }
}
