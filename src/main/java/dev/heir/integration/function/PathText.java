package dev.heir.integration.function;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The API Gateway undoes part of a path's percent-encoding; a request line needs it again. */
final class PathText {

    /** What may stand in a path as it is (RFC 3986, section 3.3), with '%' for what is still encoded. */
    private static final String PLAIN = "-._~!$&'()*+,;=:@/%";

    /** Our server resolves these, the gateway does not: the route would be another one than the function's own. */
    private static final Pattern DOTS = Pattern.compile("(?i)(\\.|%2e){1,2}(;.*)?");

    private PathText() {}

    /** Whether it leads where it says. */
    static boolean isPlain(String path) {
        return path.indexOf('\\') < 0
                && Arrays.stream(path.split("/", -1))
                        .noneMatch(segment -> DOTS.matcher(segment).matches());
    }

    static String encoded(String path) {
        StringBuilder text = new StringBuilder(path.length());
        for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
                text.append(c);
            } else {
                text.append('%').append(String.format("%02X", octet & 0xff));
            }
        }
        return text.toString();
    }
}
