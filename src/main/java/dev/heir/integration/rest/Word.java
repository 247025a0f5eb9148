package dev.heir.integration.rest;

import dev.heir.integration.provider.InvalidInput;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A word of a closed list, as a caller spelt it. */
final class Word {

    private Word() {}

    /** @throws InvalidInput with the list, when the word is not on it; upper or lower case is the same */
    static <E extends Enum<E>> E of(Class<E> list, String path, String word) {
        return Arrays.stream(list.getEnumConstants())
                .filter(one -> one.name().equals(word.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        path,
                        word,
                        "must be one of "
                                + Arrays.stream(list.getEnumConstants())
                                        .map(Enum::name)
                                        .collect(Collectors.joining(", "))));
    }
}
