package dev.heir.integration.scrape.robots;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The bytes of a robots.txt as text: UTF-8, as section 2.3 has it, unless a byte order mark says otherwise. */
public final class RobotsBytes {

    /** What has to be read at least (section 2.5), and all that is. */
    public static final int LARGEST = 500 * 1024;

    private RobotsBytes() {}

    /** The first 500 KiB without a line that was cut in two: half a rule could forbid or allow too much. */
    public static String text(byte[] bytes) {
        String text = new String(bytes, 0, Math.min(bytes.length, LARGEST), charset(bytes));
        if (bytes.length <= LARGEST) {
            return text;
        }
        return text.substring(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
    }

    private static Charset charset(byte[] bytes) {
        if (bytes.length >= 2 && bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF) {
            return StandardCharsets.UTF_16BE;
        }
        if (bytes.length >= 2 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE) {
            return StandardCharsets.UTF_16LE;
        }
        return StandardCharsets.UTF_8;
    }
}
