package dev.heir.integration.credential;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Supplier;

/**
 * Data on their way, with the same number of bytes, and asterisks in the place of each secret, however it is cut.
 *
 * <p>Kept back is only what may be the beginning of a secret. None has a line break in it, so an event or a line that is
 * over goes on at once; so does whatever cannot be told within {@link #MOST}: it is no secret of ours.
 */
final class MaskedStream extends FilterInputStream {

    private static final int PIECE = 16 * 1024;

    /** Far more than the longest secret there may be, each character of it escaped. */
    private static final int MOST = 256 * 1024;

    private final Supplier<Mask> mask;
    private final boolean waits;
    private byte[] held = new byte[PIECE];
    private int size;
    private BitSet begun = new BitSet();

    private byte[] ready = new byte[0];
    private int next;
    private boolean over;

    /** @param waits for the rest of what may be a secret */
    MaskedStream(InputStream in, Supplier<Mask> mask, boolean waits) {
        super(in);
        this.mask = mask;
        this.waits = waits;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (next == ready.length) {
            if (over) {
                return -1;
            }
            take();
        }
        int count = Math.min(length, ready.length - next);
        System.arraycopy(ready, next, into, offset, count);
        next += count;
        return count;
    }

    private void take() throws IOException {
        if (held.length - size < PIECE) {
            held = Arrays.copyOf(held, Math.max(2 * held.length, size + PIECE));
        }
        int count = in.read(held, size, PIECE);
        over = count < 0;
        size += Math.max(0, count);
        Mask now = mask.get();
        BitSet found = now.found(held, size);
        if (found != null) {
            begun.or(found);
        }
        give(over || !waits || size >= MOST ? size : now.open(held, size));
    }

    private void give(int until) {
        ready = Arrays.copyOf(held, until);
        next = 0;
        for (int at = begun.nextSetBit(0); at >= 0 && at < until; at = begun.nextSetBit(at + 1)) {
            ready[at] = '*';
        }
        // What began before and goes on behind is masked there too, although its beginning is no longer seen.
        begun = begun.get(until, Math.max(until, size));
        size -= until;
        System.arraycopy(held, until, held, 0, size);
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[(int) Math.min(count, PIECE)];
        return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public int available() {
        return ready.length - next;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public synchronized void mark(int readLimit) {
        // nothing is read twice
    }

    @Override
    public synchronized void reset() throws IOException {
        throw new IOException("nothing is read twice");
    }
}
