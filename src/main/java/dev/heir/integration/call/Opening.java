package dev.heir.integration.call;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** The handshake of a WebSocket (RFC 6455, section 4), which goes from end to end: who asked checks what was answered. */
public final class Opening {

    /** Whatever has this header asks for a WebSocket; by the door it comes with nothing else. */
    public static final String KEY = "sec-websocket-key";

    public static final String ACCEPTED = "sec-websocket-accept";

    /** RFC 6455, section 1.3. */
    private static final String EVERYBODYS = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private Opening() {}

    /** @param headers by lower-case name */
    public static boolean isAskedFor(Map<String, String> headers) {
        return headers.containsKey(KEY);
    }

    /** What {@link #ACCEPTED} must say in an answer to the key. */
    public static String acceptance(String key) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1")
                            .digest((key + EVERYBODYS).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-1", missing);
        }
    }
}
