package dev.heir.integration.credential;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Replaces known words in a text.
 *
 * <p>Called for every line that is written, and nearly always there is nothing to replace: one pass looks at each four
 * characters in a row, as one number, and asks a table of 8 KB whether some word begins like that. So the cost follows
 * the length of the text, not the number of secrets.
 */
final class Mask {

    static final String MASKED = "[secret]";
    static final Mask NOTHING = new Mask(List.of());

    /** Shorter words stand in half of all texts: masking them would hide those and protect nothing. */
    static final int SHORTEST = 4;

    private static final int TABLE_BITS = 16;

    private final BitSet beginnings = new BitSet(1 << TABLE_BITS);
    private final Map<Long, List<String>> words = new HashMap<>();

    Mask(Collection<String> words) {
        for (String word : words) {
            if (word.length() >= SHORTEST) {
                long beginning = 0;
                for (int i = 0; i < SHORTEST; i++) {
                    beginning = beginning << Character.SIZE | word.charAt(i);
                }
                beginnings.set(slot(beginning));
                this.words.computeIfAbsent(beginning, any -> new ArrayList<>()).add(word);
            }
        }
        // The longest first, so that no end of a secret is left standing behind a shorter one.
        this.words
                .values()
                .forEach(same ->
                        same.sort(Comparator.comparingInt(String::length).reversed()));
    }

    /** The same object when there is nothing to replace. */
    String apply(String text) {
        if (words.isEmpty()) {
            return text;
        }
        StringBuilder masked = null;
        int copied = 0;
        long last4 = 0;
        int next = 0;
        while (next < text.length()) {
            last4 = last4 << Character.SIZE | text.charAt(next++);
            if (!beginnings.get(slot(last4)) || next - copied < SHORTEST) {
                continue;
            }
            int start = next - SHORTEST;
            int length = lengthOfWord(text, start, last4);
            if (length > 0) {
                masked = masked == null ? new StringBuilder(text.length()) : masked;
                masked.append(text, copied, start).append(MASKED);
                copied = start + length;
                next = copied;
                last4 = 0;
            }
        }
        return masked == null
                ? text
                : masked.append(text, copied, text.length()).toString();
    }

    private int lengthOfWord(String text, int start, long beginning) {
        for (String word : words.getOrDefault(beginning, List.of())) {
            if (text.startsWith(word, start)) {
                return word.length();
            }
        }
        return 0;
    }

    /** Fibonacci hashing: the multiplier is 2^64 divided by the golden ratio. */
    private static int slot(long four) {
        return (int) ((four * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - TABLE_BITS));
    }
}
