package dev.heir.integration.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MaskedStreamTest {

    private static final String SECRET = "p\"q\\r/s t+u&v=w%x";
    private static final Mask MASK =
            Mask.of(List.of(SECRET, "t+u&v=w%x-and-on-and-on", "eyJhbGciOiJub25lIn0.e30.abcdefgh"));

    private static final String TEXT =
            "{\"raw\":\"p\"q\\r/s t+u&v=w%x-and-on-and-on\",\"json\":\"p\\\"q\\\\r\\/s t+u\\u0026v=w%x\","
                    + "\"url\":\"p%22q%5Cr%2Fs+t%2Bu%26v%3Dw%25x\",\"twice\":\"p%2522q%255Cr%252Fs%2520t%252Bu%2526v%253Dw%2525x\","
                    + "\"xml\":\"p&quot;q\\r/s t+u&amp;v=w%x\",\"other\":\"eyJhbGciOiJub25lIn0.e30.abcdefgX\","
                    + "\"token\":\"eyJhbGciOiJub25lIn0.e30.abcdefgh\",\"base64\":\"cCJxXHIvcyB0K3Umdj13JXg=\"} p\"q";

    @Property(tries = 1_000)
    void however_it_is_cut_it_comes_as_the_whole_would(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 60) Integer> cuts) throws IOException {
        byte[] masked = new MaskedStream(new Pieces(TEXT, cuts), () -> MASK, true).readAllBytes();

        assertThat(new String(masked, StandardCharsets.UTF_8))
                .isEqualTo(new String(MASK.data(TEXT.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8))
                .hasSize(TEXT.length());
    }

    @Test
    void byte_by_byte_nothing_of_a_secret_comes_through() throws IOException {
        byte[] masked = new MaskedStream(new Pieces(TEXT, List.of(1)), () -> MASK, true).readAllBytes();

        assertThat(new String(masked, StandardCharsets.UTF_8))
                .contains("eyJhbGciOiJub25lIn0.e30.abcdefgX", "p\"q")
                .matches("\\{\"raw\":\"\\*+\",\"json\":\"\\*+\",\"url\":\"\\*+\",\"twice\":\"\\*+\",\"xml\":\"\\*+\","
                        + "\"other\":\"[^*]+\",\"token\":\"\\*+\",\"base64\":\"\\*+g=\"} p\"q");
    }

    @Test
    void an_event_that_is_over_is_not_kept_back() throws IOException {
        Deque<String> coming =
                new ArrayDeque<>(List.of("data: one p\"q\n\n", "data: p\"q\\r/s ", "t+u&v=w%x\n\n", "x"));
        try (InputStream stream = new MaskedStream(new Deliveries(coming), () -> MASK, true)) {
            byte[] piece = new byte[100];

            assertThat(new String(piece, 0, stream.read(piece), StandardCharsets.UTF_8))
                    .isEqualTo("data: one p\"q\n\n");
            assertThat(coming).hasSize(3);
            assertThat(new String(piece, 0, stream.read(piece), StandardCharsets.UTF_8))
                    .isEqualTo("data: ");
            assertThat(coming).hasSize(2);
            assertThat(new String(piece, 0, stream.read(piece), StandardCharsets.UTF_8))
                    .isEqualTo("*".repeat(17) + "\n\n");
            assertThat(coming).hasSize(1);
        }
    }

    @Test
    void what_is_no_beginning_of_a_secret_goes_on_at_once() throws IOException {
        Deque<String> coming = new ArrayDeque<>(List.of("{\"tokens\":[1,2,3]}", "{\"tokens\":[4]}"));
        try (InputStream stream = new MaskedStream(new Deliveries(coming), () -> MASK, true)) {
            byte[] piece = new byte[100];

            assertThat(new String(piece, 0, stream.read(piece), StandardCharsets.UTF_8))
                    .isEqualTo("{\"tokens\":[1,2,3]}");
            assertThat(coming).hasSize(1);
        }
    }

    @Test
    void where_somebody_answers_each_byte_nothing_waits_for_the_next() throws IOException {
        Deque<String> coming = new ArrayDeque<>(List.of("p\"q\\r/s t+u&v=w%x p\"q", "x"));
        try (InputStream stream = new MaskedStream(new Deliveries(coming), () -> MASK, false)) {
            byte[] piece = new byte[100];

            assertThat(new String(piece, 0, stream.read(piece), StandardCharsets.UTF_8))
                    .isEqualTo("*".repeat(17) + " p\"q");
            assertThat(coming).hasSize(1);
        }
    }

    @Test
    void escapes_without_end_do_not_fill_the_memory() throws IOException {
        byte[] endless = "%25".repeat(1).concat("25".repeat(4_000_000)).getBytes(StandardCharsets.US_ASCII);
        try (InputStream stream = new MaskedStream(new ByteArrayInputStream(endless), () -> MASK, true)) {
            assertThat(stream.readAllBytes()).isEqualTo(endless);
        }
    }

    /** Each read gives one of them. */
    private static final class Deliveries extends InputStream {
        private final Deque<String> coming;

        Deliveries(Deque<String> coming) {
            this.coming = coming;
        }

        @Override
        public int read() {
            throw new UncheckedIOException(new IOException("is read in pieces"));
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (coming.isEmpty()) {
                return -1;
            }
            byte[] piece = coming.poll().getBytes(StandardCharsets.UTF_8);
            System.arraycopy(piece, 0, into, offset, piece.length);
            return piece.length;
        }
    }

    /** A text in pieces of these sizes, over and over. */
    private static final class Pieces extends InputStream {
        private final byte[] text;
        private final List<Integer> sizes;
        private int next;
        private int turn;

        Pieces(String text, List<Integer> sizes) {
            this.text = text.getBytes(StandardCharsets.UTF_8);
            this.sizes = sizes;
        }

        @Override
        public int read() {
            throw new UncheckedIOException(new IOException("is read in pieces"));
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (next == text.length) {
                return -1;
            }
            int count = Math.min(Math.min(length, sizes.get(turn++ % sizes.size())), text.length - next);
            System.arraycopy(text, next, into, offset, count);
            next += count;
            return count;
        }
    }
}
