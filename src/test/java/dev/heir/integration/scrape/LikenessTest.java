package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class LikenessTest {

    /** Fingerprints are kept: they must not change between versions. */
    @Property(tries = 200)
    void a_fingerprint_is_that_of_the_runs_of_three_words(
            @ForAll @StringLength(max = 400) @CharRange(from = ' ', to = 'z') @CharRange(from = '\u00C0', to = '\u02FF')
                    String text) {
        assertThat(Likeness.fingerprint(page(text))).isEqualTo(byTheBook(text));
    }

    @Test
    void letters_beyond_the_basic_plane_are_letters() {
        String text = "\uD835\uDC00\uD835\uDC01 and ".repeat(3) + words(40);
        assertThat(Likeness.fingerprint(page(text))).isEqualTo(byTheBook(text)).isNotEmpty();
    }

    @Test
    void pages_are_the_same_when_nearly_all_they_say_is() {
        assertThat(Likeness.isSame(page(words(200)), page(words(200) + " more")))
                .isTrue();
        assertThat(Likeness.isSame(page(words(200)), page(words(100)))).isFalse();
        assertThat(Likeness.isSame(page(""), page("!"))).isTrue();
    }

    private static String words(int count) {
        return IntStream.range(0, count).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));
    }

    private static Content page(String text) {
        return new Content(Optional.empty(), Optional.empty(), "UTF-8", text, false, Map.of());
    }

    /** The same slowly, with regular expressions and sets. */
    private static OptionalLong byTheBook(String text) {
        long[] words = Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .mapToLong(word -> word.chars()
                        .asLongStream()
                        .reduce(0xcbf29ce484222325L, (hash, letter) -> (hash ^ letter) * 0x100000001b3L))
                .toArray();
        Set<Long> runs = IntStream.rangeClosed(0, words.length - 3)
                .mapToObj(i -> mixed(mixed(mixed(words[i]) + words[i + 1]) + words[i + 2]))
                .collect(Collectors.toSet());
        if (runs.size() < 20) {
            return OptionalLong.empty();
        }
        long fingerprint = 0;
        for (int bit = 0; bit < 64; bit++) {
            int at = bit;
            long ones = runs.stream().filter(run -> (run >>> at & 1) == 1).count();
            fingerprint |= ones > runs.size() - ones ? 1L << bit : 0;
        }
        return OptionalLong.of(fingerprint);
    }

    private static long mixed(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
