package dev.heir.integration.credential;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A text with all escapes undone, those of escapes too, that remembers where its bytes stood.
 *
 * <p>Percent-encoding, the backslashes of JSON and of programming languages, and the references of XML and HTML are undone
 * wherever they stand, as often as they are nested and however they are mixed, also where no escape was needed. It is no
 * reading of the text: it makes all spellings of a secret the same, when the secret is unescaped as well.
 */
final class Unescaped {

    /** Bytes of the longest escape, that of the last character by its number in XML, and a few zeros. */
    private static final int LONGEST = 12;

    private static final boolean[] BEGINS = new boolean[256];

    static {
        for (char begin : new char[] {'\\', '%', '&'}) {
            BEGINS[begin] = true;
        }
    }

    private final byte[] bytes;
    private int size;
    private boolean changed;

    // From bytes[at[i]] on, each stands so many further on in the original.
    private int[] at = new int[16];
    private int[] further = new int[16];
    private int marks;

    private final boolean quoted;
    private boolean twofold;

    private Unescaped(byte[] text, int first, int length, boolean goesOn, boolean quoted) {
        this.bytes = new byte[length];
        this.quoted = quoted;
        read(text, first, length, goesOn);
    }

    /** Where the first byte is that may begin an escape; the length when there is none. */
    static int firstEscape(byte[] text, int from, int length) {
        int i = from;
        while (i < length && !BEGINS[text[i] & 0xff]) {
            i++;
        }
        return i;
    }

    /** @param first no escape begins before it */
    static Unescaped of(byte[] text, int first, int length) {
        return new Unescaped(text, first, length, false, true);
    }

    /** The same of a text that goes on; without an escape that it ends in the middle of. */
    static Unescaped begun(byte[] text, int first, int length) {
        return new Unescaped(text, first, length, true, true);
    }

    /** The other reading of a text of which {@link #isTwofold()} says that there are two. */
    static Unescaped otherwise(byte[] text, int first, int length, boolean goesOn) {
        return new Unescaped(text, first, length, goesOn, false);
    }

    /** @param text bytes, each as one character */
    static String text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        Unescaped plain = of(bytes, 0, bytes.length);
        return new String(plain.bytes, 0, plain.size, StandardCharsets.ISO_8859_1);
    }

    private void read(byte[] text, int first, int length, boolean goesOn) {
        int next = 0;
        int end = first;
        while (next < length) {
            System.arraycopy(text, next, bytes, size, end - next);
            size += end - next;
            next = end;
            if (next == length) {
                return;
            }
            // As long as an escape may be open, each byte may close it; what comes of that may close another.
            int from = size;
            do {
                append(text[next++], next);
            } while (next < length && isOpen(from));
            if (goesOn && next == length) {
                size = unfinished();
            }
            dropBackslashes(from);
            end = firstEscape(text, next, length);
        }
    }

    /**
     * How many there are says only how often a text was quoted. What stands behind them begins with them: where it is
     * replaced, they must not be left.
     */
    private void dropBackslashes(int from) {
        if (size - from == 2 && bytes[from] == '\\' && bytes[from + 1] != '\\') { // as nearly always
            int next = origin(size);
            bytes[from] = bytes[from + 1];
            undone(from, from + 1, next);
            return;
        }
        int to = from;
        while (to < size && bytes[to] != '\\') {
            to++;
        }
        if (to >= size) { // less is left where the last escape was closed by one that began before it
            return;
        }
        changed = true;
        int[] origins = new int[size + 1 - to];
        for (int i = 0; i < origins.length; i++) {
            origins[i] = origin(to + i);
        }
        while (marks > 0 && at[marks - 1] > to) {
            marks--;
        }
        int first = to;
        int begin = -1;
        for (int i = first; i <= size; i++) {
            begin = begin < 0 ? origins[i - first] : begin;
            if (i == size || bytes[i] != '\\') {
                mark(to, (i == size ? origins[i - first] : begin) - to);
                begin = -1;
                if (i < size) {
                    bytes[to++] = bytes[i];
                }
            }
        }
        size = to;
    }

    private void append(byte each, int next) {
        bytes[size++] = each;
        boolean closed = closes(next);
        while (closed) {
            closed = closes(next);
        }
    }

    /** Whether the last byte ended an escape, which is undone then. */
    private boolean closes(int next) {
        int last = bytes[size - 1] & 0xff;
        if (last == ';') {
            return reference(next);
        }
        if (size < 3 || hex(size - 1) < 0 || hex(size - 2) < 0) {
            return false;
        }
        int low = (hex(size - 2) << 4) | hex(size - 1);
        if (bytes[size - 3] == '%') {
            return replaced(size - 3, low, next);
        }
        if (size >= 4 && bytes[size - 3] == 'x' && bytes[size - 4] == '\\') {
            return replaced(afterBackslash(size - 4, low), low, next);
        }
        return size >= 6
                && bytes[size - 5] == 'u'
                && bytes[size - 6] == '\\'
                && hex(size - 4) >= 0
                && hex(size - 3) >= 0
                && unicode((hex(size - 4) << 12) | (hex(size - 3) << 8) | low, next);
    }

    private boolean unicode(int unit, int next) {
        return written(afterBackslash(size - 6, unit), unit, next);
    }

    /**
     * More backslashes before it are those of its own that was quoted. But not where the next escape may begin with them:
     * who escapes the letters and digits of escapes quotes nothing. Of a percent sign it may be either: it begins an escape of
     * its own, which may stand for a letter of the one that the backslashes begin.
     */
    private int afterBackslash(int from, int meant) {
        boolean partOfEscapes = meant < 0x80 && "0123456789abcdefABCDEFux\\".indexOf(meant) >= 0;
        boolean either = meant == '%' || meant == '&';
        twofold |= either && from > 0 && bytes[from - 1] == '\\';
        int first = from;
        while (!partOfEscapes && (!either || quoted) && first > 0 && bytes[first - 1] == '\\') {
            first--;
        }
        return first;
    }

    /** XML 1.0, section 4.6, and the numeric ones. */
    private boolean reference(int next) {
        int from = size - 2;
        while (from >= 0 && size - from <= LONGEST && bytes[from] != '&') {
            from--;
        }
        if (from < 0 || bytes[from] != '&') {
            return false;
        }
        String name = new String(bytes, from + 1, size - from - 2, StandardCharsets.ISO_8859_1);
        int meant =
                switch (name) {
                    case "amp" -> '&';
                    case "lt" -> '<';
                    case "gt" -> '>';
                    case "quot" -> '"';
                    case "apos" -> '\'';
                    default -> number(name);
                };
        return meant > 0 && written(from, meant, next);
    }

    private static int number(String name) {
        boolean hex = name.startsWith("#x") || name.startsWith("#X");
        if (!name.startsWith("#") || name.length() == (hex ? 2 : 1)) {
            return -1;
        }
        int number = 0;
        for (int i = hex ? 2 : 1; i < name.length(); i++) {
            int digit = Character.digit(name.charAt(i), hex ? 16 : 10);
            if (digit < 0) {
                return -1;
            }
            number = Math.min(number * (hex ? 16 : 10) + digit, Character.MAX_CODE_POINT + 1);
        }
        return number > Character.MAX_CODE_POINT ? -1 : number;
    }

    /** In UTF-8; the second half of a pair (RFC 8259, section 7) joins the first. */
    private boolean written(int from, int codePoint, int next) {
        if (codePoint < 0x80) {
            return replaced(from, codePoint, next);
        }
        int start = from;
        int whole = codePoint;
        if (codePoint >= 0xdc00 && codePoint <= 0xdfff && from >= 3 && (bytes[from - 3] & 0xff) == 0xed) {
            int first = 0xd000 | ((bytes[from - 2] & 0x3f) << 6) | (bytes[from - 1] & 0x3f);
            if (Character.isHighSurrogate((char) first)) {
                start = from - 3;
                whole = Character.toCodePoint((char) first, (char) codePoint);
            }
        }
        int end = start;
        if (whole < 0x800) {
            bytes[end++] = (byte) (0xc0 | (whole >> 6));
        } else {
            if (whole < 0x10000) {
                bytes[end++] = (byte) (0xe0 | (whole >> 12));
            } else {
                bytes[end++] = (byte) (0xf0 | (whole >> 18));
                bytes[end++] = (byte) (0x80 | ((whole >> 12) & 0x3f));
            }
            bytes[end++] = (byte) (0x80 | ((whole >> 6) & 0x3f));
        }
        bytes[end++] = (byte) (0x80 | (whole & 0x3f));
        undone(start, end, next);
        return false; // no escape ends with such a byte
    }

    private boolean replaced(int from, int meant, int next) {
        bytes[from] = (byte) meant;
        undone(from, from + 1, next);
        return true;
    }

    private void undone(int from, int to, int next) {
        changed = true;
        size = to;
        while (marks > 0 && at[marks - 1] > from) {
            marks--;
        }
        mark(to, next - to);
    }

    private void mark(int index, int shift) {
        if (marks > 0 && at[marks - 1] == index) {
            further[marks - 1] = shift;
            return;
        }
        if (marks == at.length) {
            at = Arrays.copyOf(at, 2 * marks);
            further = Arrays.copyOf(further, 2 * marks);
        }
        at[marks] = index;
        further[marks++] = shift;
    }

    private int hex(int index) {
        int digit = bytes[index];
        if (digit >= '0' && digit <= '9') {
            return digit - '0';
        }
        int letter = digit | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    /** Whether some of it can be meant in another way too. */
    boolean isTwofold() {
        return twofold;
    }

    /** Whether there was any escape. */
    boolean isChanged() {
        return changed;
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** Where the byte, or the escape that it stands for, began; for the size, where the text ended. */
    int origin(int index) {
        int found = Arrays.binarySearch(at, 0, marks, index);
        int mark = found >= 0 ? found : -found - 2;
        return mark < 0 ? index : index + further[mark];
    }

    /** Where an escape begins that the text ends in the middle of; the size when there is none. */
    private int unfinished() {
        int end = size;
        for (int from = size - 1; from >= 0 && end - from < LONGEST; from--) {
            if (BEGINS[bytes[from] & 0xff] && isUnfinished(from, end)) {
                end = from;
            }
        }
        return end;
    }

    private boolean isOpen(int first) {
        for (int from = size - 1; from >= first && size - from < LONGEST; from--) {
            if (BEGINS[bytes[from] & 0xff] && isUnfinished(from, size)) {
                return true;
            }
        }
        return false;
    }

    private boolean isUnfinished(int from, int end) {
        int length = end - from;
        if (length == 1) {
            return true;
        }
        return switch (bytes[from]) {
            case '%' -> length == 2 && hex(from + 1) >= 0;
            case '&' -> isName(from + 1, end);
            default ->
                ((bytes[from + 1] == 'u' && length < 6) || (bytes[from + 1] == 'x' && length < 4))
                        && areHex(from + 2, end);
        };
    }

    private boolean isName(int from, int end) {
        for (int i = from; i < end; i++) {
            int letter = bytes[i] | 0x20;
            if (bytes[i] != '#' && (letter < 'a' || letter > 'z') && (bytes[i] < '0' || bytes[i] > '9')) {
                return false;
            }
        }
        return true;
    }

    private boolean areHex(int from, int end) {
        for (int i = from; i < end; i++) {
            if (hex(i) < 0) {
                return false;
            }
        }
        return true;
    }
}
