package dev.heir.integration.call.socket;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds where frames begin and end in bytes that pass by (RFC 6455, section 5.2). Heads and control frames pass as a whole
 * or not yet; the data of a message passes as it comes.
 */
final class Frames {

    private static final int CONTINUATION = 0;
    private static final int CLOSE = 8;
    private static final int LAST = 10;
    private static final int LARGEST_CONTROL = 125;

    private final boolean masked;
    private long largest;
    private long left;
    private long message;
    private boolean isLastOfMessage;
    private boolean isInMessage;
    private long messages;
    private long bytes;
    private @Nullable Close close;
    private @Nullable Close flaw;

    /** @param masked whether this side has to mask what it sends: callers do, servers must not */
    Frames(boolean masked, long largest) {
        this.masked = masked;
        this.largest = largest;
    }

    /** @return how many of them may pass now; the rest is to be given again, with more behind it */
    int pass(byte[] given, int length) {
        int at = 0;
        while (at < length && close == null && flaw == null) {
            int step = left > 0 ? data(length - at) : frame(given, at, length);
            if (step == 0) {
                break;
            }
            at += step;
        }
        return at;
    }

    private int data(int there) {
        int step = (int) Math.min(left, there);
        left -= step;
        bytes += step;
        countMessage();
        return step;
    }

    private void countMessage() {
        if (left == 0 && isLastOfMessage) {
            messages++;
        }
    }

    /** @return the size of the head, or of the whole frame where it is one of control; 0 when not all of it is there */
    private int frame(byte[] given, int at, int length) {
        if (length - at < 2) {
            return 0;
        }
        boolean fin = (given[at] & 0x80) != 0;
        int opcode = given[at] & 0x0f;
        int announced = given[at + 1] & 0x7f;
        int wide = announced == 127 ? 8 : announced == 126 ? 2 : 0;
        int head = 2 + wide + (masked ? 4 : 0);
        if (((given[at + 1] & 0x80) != 0) != masked) {
            return refuse(masked ? "a frame was not masked" : "a frame was masked");
        }
        if (length - at < head) {
            return 0;
        }
        long size = wide == 0 ? announced : number(given, at + 2, wide);
        if (opcode >= CLOSE) {
            return control(fin, opcode, size, given, at, head, length);
        }
        if (opcode > 2 || size < 0 || (opcode == CONTINUATION) != isInMessage) {
            return refuse("a frame was out of place");
        }
        message = (opcode == CONTINUATION ? message : 0) + size;
        if (message > largest || message < 0) {
            flaw = new Close(Close.TOO_BIG, "a message has more than " + largest + " bytes");
            return 0;
        }
        isInMessage = !fin;
        isLastOfMessage = fin;
        left = size;
        countMessage();
        return head;
    }

    private int control(boolean fin, int opcode, long size, byte[] given, int at, int head, int length) {
        if (!fin || size > LARGEST_CONTROL || size < 0 || opcode > LAST) {
            return refuse("a frame of control was none");
        }
        int whole = head + (int) size;
        if (length - at < whole) {
            return 0;
        }
        if (opcode == CLOSE) {
            byte[] payload = Arrays.copyOfRange(given, at + head, at + whole);
            for (int i = 0; i < payload.length && masked; i++) {
                payload[i] ^= given[at + head - 4 + i % 4];
            }
            close = Close.read(payload);
        }
        return whole;
    }

    private int refuse(String why) {
        flaw = new Close(Close.PROTOCOL_ERROR, why);
        return 0;
    }

    private static long number(byte[] given, int from, int width) {
        long number = 0;
        for (int i = 0; i < width; i++) {
            number = (number << 8) | (given[from + i] & 0xff);
        }
        return number;
    }

    /** The close frame that has passed; nothing passes after it. */
    Optional<Close> close() {
        return Optional.ofNullable(close);
    }

    /** Why what comes next must not pass, as it is told to whoever sent it. */
    Optional<Close> flaw() {
        return Optional.ofNullable(flaw);
    }

    /** What comes is only looked through for a close frame, since nobody gets it. */
    void excuse() {
        flaw = null;
        largest = Long.MAX_VALUE;
    }

    /** Whether what has passed ends where a frame does: another one may be put in here. */
    boolean isBetween() {
        return left == 0;
    }

    Traffic traffic() {
        return new Traffic(messages, bytes);
    }
}
