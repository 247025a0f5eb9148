package dev.heir.integration.scrape.sitemap;

import dev.heir.integration.provider.Body;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/**
 * A sitemap's bytes as they were before somebody packed them, whatever the file is called.
 *
 * @param whole whether that is all of them
 */
record Unpacked(Body body, boolean whole) {

    /** What the protocol allows; of more, the first part is read. */
    static final int LARGEST = 50 * 1024 * 1024;

    static Unpacked of(byte[] bytes) {
        return bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b
                ? unzip(bytes)
                : new Unpacked(Body.of(bytes), true);
    }

    private static Unpacked unzip(byte[] bytes) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length * 4);
        byte[] part = new byte[8_192];
        try (GZIPInputStream packed = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            for (int read = packed.read(part); read >= 0; read = packed.read(part)) {
                plain.write(part, 0, read);
                if (plain.size() > LARGEST) {
                    return new Unpacked(Body.of(plain.toByteArray()), false);
                }
            }
            return new Unpacked(Body.of(plain.toByteArray()), true);
        } catch (IOException cutOff) {
            return new Unpacked(Body.of(plain.toByteArray()), false);
        }
    }
}
