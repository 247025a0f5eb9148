package dev.heir.integration.credential;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collection;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds known secrets in whatever spelling, and puts something else in their place.
 *
 * <p>Asked for every line that is written and every answer that comes in, and nearly always there is nothing to replace.
 * Everything that belongs to any secret is replaced: of two that overlap, no end of one is left standing.
 */
final class Mask {

    static final String MASKED = "[secret]";

    /** Shorter words stand in half of all texts: masking them would hide those and protect nothing. */
    static final int SHORTEST = 4;

    /** In other people's data a shorter one, such as the password "orders", is more likely to be a word of theirs. */
    static final int SHORTEST_IN_DATA = 12;

    private static final int STEP = 4;

    /** Of one secret, at most: {@link Disguises}. */
    private static final int WORDS = 96;

    /** A key of ours is not known here, only its hash; its prefix may be shown. */
    private static final Pattern OWN_KEY = Pattern.compile("(i[oa]_[0-9a-f]{12}_)[0-9a-f]{64}");

    private final WordTable words;
    private final WordTable shortWords;
    private final Beginnings beginnings;

    /** @param secrets how many there will be, about */
    Mask(int secrets) {
        this.words = new WordTable(Long.BYTES, STEP, secrets * WORDS);
        this.shortWords = new WordTable(Integer.BYTES, 1, secrets * WORDS);
        this.beginnings = new Beginnings(secrets * WORDS);
    }

    static Mask of(Collection<String> secrets) {
        Mask mask = new Mask(secrets.size());
        secrets.forEach(mask::add);
        return mask;
    }

    /** Where a secret of so many characters is not found, in words for whoever registers it; empty when it is everywhere. */
    static Optional<String> gap(int length) {
        if (length >= SHORTEST_IN_DATA) {
            return Optional.empty();
        }
        return Optional.of(
                length < SHORTEST
                        ? "is too short to be masked anywhere, since it stands in half of all texts; a secret has at least "
                                + SHORTEST_IN_DATA + " characters"
                        : "is too short to be masked in what providers answer, where it may be anybody's word; a secret has at"
                                + " least " + SHORTEST_IN_DATA + " characters");
    }

    /** Whether it can take another one and be as quick as before. */
    boolean hasRoom() {
        return words.hasRoomFor(WORDS) && shortWords.hasRoomFor(WORDS);
    }

    /** From now on it is found. */
    void add(String secret) {
        if (secret.length() < SHORTEST) {
            return;
        }
        for (String word : Disguises.of(secret)) {
            byte[] bytes = word.getBytes(StandardCharsets.ISO_8859_1);
            if (bytes.length < SHORTEST_IN_DATA) {
                shortWords.add(bytes);
            } else {
                words.add(bytes);
                beginnings.add(bytes);
            }
        }
    }

    boolean knows(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return found(bytes, bytes.length, true) != null;
    }

    boolean knows(byte[] data) {
        return found(data, data.length, false) != null;
    }

    /** A text of ours, each secret as {@code [secret]}; the same object when there is none. */
    String text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        BitSet found = found(bytes, bytes.length, true);
        String masked = found == null ? text : masked(bytes, found);
        return masked.contains("io_") || masked.contains("ia_")
                ? OWN_KEY.matcher(masked).replaceAll("$1[secret]")
                : masked;
    }

    private static String masked(byte[] bytes, BitSet found) {
        StringBuilder masked = new StringBuilder(bytes.length);
        int next = 0;
        for (int from = found.nextSetBit(0); from >= 0; from = found.nextSetBit(next)) {
            masked.append(new String(bytes, next, from - next, StandardCharsets.UTF_8))
                    .append(MASKED);
            next = found.nextClearBit(from);
        }
        return masked.append(new String(bytes, next, bytes.length - next, StandardCharsets.UTF_8))
                .toString();
    }

    /** Somebody's data, each secret as so many asterisks that nothing else moves; the same object when there is none. */
    byte[] data(byte[] data) {
        BitSet found = found(data, data.length, false);
        if (found == null) {
            return data;
        }
        byte[] masked = data.clone();
        found.stream().forEach(at -> masked[at] = '*');
        return masked;
    }

    /** The bytes of all secrets in data; null when there are none. */
    @Nullable
    BitSet found(byte[] data, int length) {
        return found(data, length, false);
    }

    /** Where the first secret may have begun that the data end in the middle of; their length when there is none. */
    int open(byte[] data, int length) {
        int open = beginnings.open(data, length);
        int first = Unescaped.firstEscape(data, 0, length);
        if (first == length) {
            return open;
        }
        Unescaped plain = Unescaped.begun(data, first, length);
        open = Math.min(open, opensIn(plain));
        return plain.isTwofold() ? Math.min(open, opensIn(Unescaped.otherwise(data, first, length, true))) : open;
    }

    private int opensIn(Unescaped plain) {
        return plain.origin(beginnings.open(plain.bytes(), plain.size()));
    }

    private @Nullable BitSet found(byte[] text, int length, boolean shortOnes) {
        BitSet found = search(text, length, IntUnaryOperator.identity(), shortOnes, null);
        int first = Unescaped.firstEscape(text, 0, length);
        if (first < length) {
            Unescaped plain = Unescaped.of(text, first, length);
            if (plain.isChanged()) {
                found = search(plain.bytes(), plain.size(), plain::origin, shortOnes, found);
            }
            if (plain.isTwofold()) {
                Unescaped other = Unescaped.otherwise(text, first, length, false);
                found = search(other.bytes(), other.size(), other::origin, shortOnes, found);
            }
        }
        return found;
    }

    private @Nullable BitSet search(
            byte[] text, int length, IntUnaryOperator origin, boolean shortOnes, @Nullable BitSet known) {
        BitSet found = words.search(text, length, origin, known);
        return shortOnes ? shortWords.search(text, length, origin, found) : found;
    }
}
