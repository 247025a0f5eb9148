package dev.heir.integration.strike;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** The content of an answer as it was before it was packed: what is only passed on nobody else has unpacked. */
public final class Unpacked {

    private Unpacked() {}

    /** The first bytes, at most so many; of what cannot be unpacked, as they came. */
    public static byte[] beginning(Reply.Responded reply, int most) {
        ByteArrayInputStream bytes = new ByteArrayInputStream(reply.body().bytes());
        try (InputStream unpacked = unpacked(bytes, String.valueOf(reply.header("content-encoding")))) {
            return unpacked.readNBytes(most);
        } catch (IOException otherwisePacked) {
            byte[] plain = reply.body().bytes();
            return Arrays.copyOf(plain, Math.min(plain.length, most));
        }
    }

    private static InputStream unpacked(InputStream bytes, String encoding) throws IOException {
        return switch (encoding) {
            case "gzip", "x-gzip" -> new GZIPInputStream(bytes);
            case "deflate" -> new InflaterInputStream(bytes);
            default -> bytes;
        };
    }
}
