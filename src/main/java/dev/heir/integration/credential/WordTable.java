package dev.heir.integration.credential;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Words that are looked for in bytes, all at once: the cost follows the length of the text, not their number.
 *
 * <p>Of each word the last few bytes are entered ("grams": words that begin alike, such as tokens, mostly end
 * otherwise), and of a text only every few bytes are looked up. The word itself is not kept, only its length and a hash
 * of 64 bits. Words may be added while others search; nobody has to find one that was not yet handed to him.
 */
final class WordTable {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** 2^64 divided by the golden ratio (Fibonacci hashing). */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final int gram;
    private final int step;
    private final int bits;
    private final long[] filter;
    private final @Nullable Entry[] slots;
    private final int room;
    private int entries;

    /** @param after bytes of the word behind the gram */
    private record Entry(long gram, long hash, int length, int after) {}

    /**
     * @param gram 4 or 8 bytes
     * @param step of so many bytes one is looked up; words have at least {@code gram + step - 1}
     * @param words how many there will be, about
     */
    WordTable(int gram, int step, int words) {
        this.gram = gram;
        this.step = step;
        this.room = words * step;
        this.bits = Math.max(10, Integer.SIZE - Integer.numberOfLeadingZeros(2 * room));
        this.slots = new @Nullable Entry[1 << bits];
        this.filter = new long[1 << Math.max(0, bits + 4 - 6)]; // 16 bits for each slot
    }

    /** Whether it can take so many more words and be as quick as before. */
    boolean hasRoomFor(int words) {
        return entries + words * step <= room;
    }

    void add(byte[] word) {
        long hash = hash(word, 0, word.length);
        for (int after = 0; after < step; after++) {
            long end = gramAt(word, word.length - after - gram);
            put(new Entry(end, hash, word.length, after));
        }
    }

    private void put(Entry entry) {
        long spread = entry.gram * SPREAD;
        int slot = slot(spread);
        for (Entry other = slots[slot]; other != null; other = slots[slot]) {
            if (other.equals(entry)) {
                return;
            }
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = entry;
        filter[word(spread)] |= 1L << spread;
        entries++;
    }

    /**
     * Notes every byte that belongs to one of the words.
     *
     * @param origin where each index of the text stood in the original, to which the notes refer
     */
    @Nullable
    BitSet search(byte[] text, int length, IntUnaryOperator origin, @Nullable BitSet known) {
        BitSet found = known;
        if (entries > 0) {
            for (int at = 0; at <= length - gram; at += step) {
                long spread = gramAt(text, at) * SPREAD;
                if ((filter[word(spread)] & 1L << spread) != 0) {
                    found = compare(text, length, at, spread, origin, found);
                }
            }
        }
        return found;
    }

    private @Nullable BitSet compare(
            byte[] text, int length, int at, long spread, IntUnaryOperator origin, @Nullable BitSet known) {
        BitSet found = known;
        int slot = slot(spread);
        for (Entry entry = slots[slot]; entry != null; entry = slots[slot]) {
            int end = at + gram + entry.after;
            int start = end - entry.length;
            if (start >= 0 && end <= length && entry.gram * SPREAD == spread && hash(text, start, end) == entry.hash) {
                found = found == null ? new BitSet() : found;
                found.set(origin.applyAsInt(start), origin.applyAsInt(end));
            }
            slot = slot + 1 & slots.length - 1;
        }
        return found;
    }

    private long gramAt(byte[] text, int at) {
        return gram == Long.BYTES ? (long) LONGS.get(text, at) : (int) INTS.get(text, at) & 0xffffffffL;
    }

    private int slot(long spread) {
        return (int) (spread >>> (Long.SIZE - bits));
    }

    private int word(long spread) {
        return (int) (spread >>> (Long.SIZE - bits - 4)) >>> 6;
    }

    /** Of 64 bits: among all texts that were ever written, none is taken for another. */
    static long hash(byte[] text, int from, int to) {
        long hash = SPREAD ^ (to - from);
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(text, at)) * SPREAD;
            hash ^= hash >>> 32;
        }
        for (; at < to; at++) {
            hash = (hash ^ text[at]) * SPREAD;
            hash ^= hash >>> 32;
        }
        return hash;
    }
}
