package dev.heir.integration.scrape;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Whether two pages of one crawl say the same: the same title, the same values, and of all runs of three words 95 in 100
 * shared. A fingerprint (Charikar's SimHash of those runs) finds the candidates; of like pages it differs in few bits.
 */
public final class Likeness {

    /** Two pages that differ in more bits are not compared: of 64, as Manku et al. found for web pages (WWW 2007). */
    public static final int MOST_BITS = 3;

    private static final double ALIKE = 0.95;
    /** What says less is not compared: of two empty pages nobody knows whether they are one. */
    private static final int LEAST_RUNS = 20;

    private static final int RUN = 3;
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Likeness() {}

    /** Empty when the page says too little to be compared. */
    public static OptionalLong fingerprint(Content content) {
        long[] runs = runs(content.text());
        if (runs.length < LEAST_RUNS) {
            return OptionalLong.empty();
        }
        int[] votes = new int[Long.SIZE];
        for (long run : runs) {
            for (int bit = 0; bit < Long.SIZE; bit++) {
                votes[bit] += (int) (run >>> bit & 1);
            }
        }
        long fingerprint = 0;
        for (int bit = 0; bit < Long.SIZE; bit++) {
            fingerprint |= 2 * votes[bit] > runs.length ? 1L << bit : 0;
        }
        return OptionalLong.of(fingerprint);
    }

    public static boolean isSame(Content one, Content other) {
        return one.title().equals(other.title())
                && one.values().equals(other.values())
                && shared(runs(one.text()), runs(other.text())) >= ALIKE;
    }

    /** Of both together, how much both have (Jaccard); both in order. */
    private static double shared(long[] one, long[] other) {
        int both = 0;
        int i = 0;
        int j = 0;
        while (i < one.length && j < other.length) {
            both += one[i] == other[j] ? 1 : 0;
            boolean next = one[i] <= other[j];
            j += one[i] >= other[j] ? 1 : 0;
            i += next ? 1 : 0;
        }
        int all = one.length + other.length - both;
        return all == 0 ? 1 : (double) both / all;
    }

    /** Each once, in order, by numbers alone: of a crawl it is every word of every page. */
    private static long[] runs(String text) {
        long[] words = words(text.toLowerCase(Locale.ROOT));
        long[] runs = new long[Math.max(0, words.length - RUN + 1)];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = mixed(mixed(mixed(words[i]) + words[i + 1]) + words[i + 2]);
        }
        Arrays.sort(runs);
        int kept = 0;
        for (int i = 0; i < runs.length; i++) {
            if (i == 0 || runs[i] != runs[i - 1]) {
                runs[kept++] = runs[i];
            }
        }
        return Arrays.copyOf(runs, kept);
    }

    /** The hash (FNV-1a) of each run of letters and digits. */
    private static long[] words(String text) {
        long[] words = new long[text.length() / 2 + 1];
        int found = 0;
        long hash = FNV_BASIS;
        boolean inWord = false;
        for (int at = 0; at < text.length(); ) {
            int character = text.codePointAt(at);
            int length = Character.charCount(character);
            if (isOfWord(character)) {
                for (int i = at; i < at + length; i++) {
                    hash = (hash ^ text.charAt(i)) * FNV_PRIME;
                }
                inWord = true;
            } else if (inWord) {
                words[found++] = hash;
                hash = FNV_BASIS;
                inWord = false;
            }
            at += length;
        }
        if (inWord) {
            words[found++] = hash;
        }
        return Arrays.copyOf(words, found);
    }

    private static boolean isOfWord(int character) {
        return switch (Character.getType(character)) {
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
            default -> Character.isLetter(character);
        };
    }

    /** Every bit of what goes in moves half of those that come out (the finalizer of MurmurHash3). */
    private static long mixed(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
