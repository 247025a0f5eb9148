package dev.heir.integration.provider;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much a call matters to its caller. */
public enum Tier {
    CRITICAL,
    IMPORTANT,
    NICE_TO_HAVE;

    /** The tier that a word names: {@code NICE_TO_HAVE}, {@code nice-to-have} and {@code niceToHave} are the same. */
    public static Optional<Tier> named(String word) {
        String letters = letters(word);
        return Arrays.stream(values())
                .filter(tier -> letters(tier.name()).equals(letters))
                .findFirst();
    }

    private static String letters(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }
}
