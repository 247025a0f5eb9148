package dev.heir.integration.provider;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known word that somebody probably meant. */
public final class Closest {

    private Closest() {}

    /** Empty when nothing known is near: at most two letters off, and fewer than half of the word. */
    public static Optional<String> to(String word, Collection<String> known) {
        String plain = plain(word);
        return known.stream()
                .filter(each ->
                        distance(plain, plain(each)) <= Math.min(2, plain(each).length() / 2))
                .min(Comparator.<String>comparingInt(each -> distance(plain, plain(each)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code base_url}, {@code base-url} and {@code BaseURL} are the same slip. */
    private static String plain(String word) {
        String lower = word.toLowerCase(Locale.ROOT).replaceAll("[-_ .]", "");
        return lower.length() > 64 ? lower.substring(0, 64) : lower;
    }

    /** Levenshtein's, where two letters in the wrong order count once. */
    private static int distance(String a, String b) {
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                steps[i][j] = Math.min(steps[i - 1][j - 1] + change, 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
                }
            }
        }
        return steps[a.length()][b.length()];
    }
}
