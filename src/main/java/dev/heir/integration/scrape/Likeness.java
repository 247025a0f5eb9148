package dev.heir.integration.scrape;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    private Likeness() {}

    /** Empty when the page says too little to be compared. */
    public static OptionalLong fingerprint(Content content) {
        Set<Long> runs = runs(content.text());
        if (runs.size() < LEAST_RUNS) {
            return OptionalLong.empty();
        }
        int[] votes = new int[Long.SIZE];
        for (long run : runs) {
            for (int bit = 0; bit < Long.SIZE; bit++) {
                votes[bit] += (run >>> bit & 1) == 1 ? 1 : -1;
            }
        }
        long fingerprint = 0;
        for (int bit = 0; bit < Long.SIZE; bit++) {
            fingerprint |= votes[bit] > 0 ? 1L << bit : 0;
        }
        return OptionalLong.of(fingerprint);
    }

    public static boolean isSame(Content one, Content other) {
        return one.title().equals(other.title())
                && one.values().equals(other.values())
                && shared(runs(one.text()), runs(other.text())) >= ALIKE;
    }

    /** Of both together, how much both have (Jaccard). */
    private static double shared(Set<Long> one, Set<Long> other) {
        long both = one.stream().filter(other::contains).count();
        long all = one.size() + other.size() - both;
        return all == 0 ? 1 : (double) both / all;
    }

    private static Set<Long> runs(String text) {
        long[] words = NO_WORD.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .mapToLong(Likeness::hash)
                .toArray();
        return java.util.stream.IntStream.rangeClosed(0, words.length - RUN)
                .mapToObj(i -> mixed(mixed(mixed(words[i]) + words[i + 1]) + words[i + 2]))
                .collect(Collectors.toSet());
    }

    private static long hash(String word) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < word.length(); i++) {
            hash = (hash ^ word.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** Every bit of what goes in moves half of those that come out (the finalizer of MurmurHash3). */
    private static long mixed(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
