package dev.heir.integration.credential;

/** How words begin: tells whether the end of what has come may be the beginning of one that goes on. */
final class Beginnings {

    private static final int HEAD = 8;

    // Of each word, that something begins with its first byte, its first two, ... its first seven.
    private final long[] shorter;
    // By the hash of its first eight bytes, how long the longest word is that begins with them.
    private final long[] heads;
    private final int[] most;
    private volatile int longest;

    /** @param words how many there may be */
    Beginnings(int words) {
        int size = Integer.highestOneBit(Math.max(512, 2 * words)) << 1;
        this.heads = new long[size];
        this.most = new int[size];
        this.shorter = new long[size];
    }

    void add(byte[] word) {
        for (int length = 1; length < HEAD; length++) {
            long hash = WordTable.hash(word, 0, length);
            shorter[place(hash)] |= 1L << hash;
        }
        long head = WordTable.hash(word, 0, HEAD);
        int place = place(head);
        while (heads[place] != 0 && heads[place] != head) {
            place = place + 1 & heads.length - 1;
        }
        most[place] = Math.max(most[place], word.length);
        heads[place] = head;
        longest = Math.max(longest, word.length);
    }

    /**
     * Where the first word may have begun that the text ends in the middle of; its length when there is none. No word has
     * a line break in it.
     */
    int open(byte[] text, int length) {
        int from = length;
        while (from > 0 && length - from < longest && text[from - 1] != '\n') {
            from--;
        }
        for (int at = from; at < length; at++) {
            if (isOpen(text, at, length)) {
                return at;
            }
        }
        return length;
    }

    private boolean isOpen(byte[] text, int at, int length) {
        if (length - at < HEAD) {
            long hash = WordTable.hash(text, at, length);
            return (shorter[place(hash)] & 1L << hash) != 0;
        }
        long head = WordTable.hash(text, at, at + HEAD);
        int place = place(head);
        while (heads[place] != 0 && heads[place] != head) {
            place = place + 1 & heads.length - 1;
        }
        return heads[place] == head && at + most[place] > length;
    }

    private int place(long hash) {
        return (int) (hash >>> 16) & heads.length - 1;
    }
}
