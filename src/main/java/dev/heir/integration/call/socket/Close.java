package dev.heir.integration.call.socket;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Set;

/**
 * Why a WebSocket ends, as one side tells the other (RFC 6455, section 5.5.1).
 *
 * @param code of RFC 6455, section 7.4; {@link #NO_CODE} and {@link #GONE} are never on the wire
 * @param reason for people; empty for none
 */
public record Close(int code, String reason) {

    public static final int GOING_AWAY = 1001;
    public static final int PROTOCOL_ERROR = 1002;
    public static final int TOO_BIG = 1009;
    public static final int FAILURE = 1011;

    /** The close frame had no code. */
    static final int NO_CODE = 1005;

    /** The connection ended without a close frame. */
    static final int GONE = 1006;

    /** Internal error, restart, try again later, bad gateway: the server is ill, not its client. */
    private static final Set<Integer> OF_AN_ILL_SERVER = Set.of(FAILURE, 1012, 1013, 1014);

    private static final int LARGEST = 125;

    boolean isOfAnIllServer() {
        return OF_AN_ILL_SERVER.contains(code);
    }

    /** @param payload of a close frame, unmasked */
    static Close read(byte[] payload) {
        return payload.length < 2
                ? new Close(NO_CODE, "")
                : new Close(
                        ((payload[0] & 0xff) << 8) | (payload[1] & 0xff),
                        new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
    }

    /** @param masked as whoever speaks to a server must (RFC 6455, section 5.3) */
    byte[] frame(boolean masked) {
        byte[] words = reason.getBytes(StandardCharsets.UTF_8);
        int size = 2 + Math.min(words.length, LARGEST - 2);
        byte[] mask = new byte[masked ? 4 : 0];
        new SecureRandom()
                .nextBytes(mask); // not a constant: a native image must not hold one that was seeded at build time
        byte[] frame = new byte[2 + mask.length + size];
        frame[0] = (byte) 0x88;
        frame[1] = (byte) ((masked ? 0x80 : 0) | size);
        System.arraycopy(mask, 0, frame, 2, mask.length);
        int at = 2 + mask.length;
        frame[at] = (byte) (code >> 8);
        frame[at + 1] = (byte) code;
        System.arraycopy(words, 0, frame, at + 2, size - 2);
        for (int i = 0; i < size && masked; i++) {
            frame[at + i] ^= mask[i % 4];
        }
        return frame;
    }

    @Override
    public String toString() {
        return reason.isEmpty() ? Integer.toString(code) : code + " '" + reason + "'";
    }
}
