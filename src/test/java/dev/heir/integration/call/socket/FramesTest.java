package dev.heir.integration.call.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FramesTest {

    /** A frame as a caller sends it: masked, though with a mask that changes nothing, so that it is easy to read. */
    static byte[] masked(int first, byte[] payload) {
        return frame(first, payload, true);
    }

    static byte[] plain(int first, byte[] payload) {
        return frame(first, payload, false);
    }

    private static byte[] frame(int first, byte[] payload, boolean masked) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int bit = masked ? 0x80 : 0;
        out.write(first);
        if (payload.length < 126) {
            out.write(bit | payload.length);
        } else if (payload.length < 65536) {
            out.write(bit | 126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        } else {
            out.write(bit | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) payload.length >> shift));
            }
        }
        out.writeBytes(new byte[masked ? 4 : 0]);
        out.writeBytes(payload);
        return out.toByteArray();
    }

    /** As a pump gives them: pieces of any size, what did not pass once more with the next. */
    private static byte[] passed(Frames frames, byte[] bytes, Random sizes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] held = new byte[0];
        int at = 0;
        while (at < bytes.length) {
            int count = Math.min(bytes.length - at, 1 + sizes.nextInt(300));
            byte[] given = Arrays.copyOf(held, held.length + count);
            System.arraycopy(bytes, at, given, held.length, count);
            at += count;
            int passing = frames.pass(given, given.length);
            out.write(given, 0, passing);
            held = Arrays.copyOfRange(given, passing, given.length);
        }
        return out.toByteArray();
    }

    @Property(tries = 200)
    void whatever_the_pieces_all_frames_pass_as_they_are_and_are_counted(
            @ForAll @Size(max = 20) List<@IntRange(max = 70_000) Integer> sizes,
            @ForAll long seed,
            @ForAll boolean masked) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Random random = new Random(seed);
        long bytes = 0;
        for (int size : sizes) {
            byte[] payload = new byte[size];
            random.nextBytes(payload);
            byte[] ping = new byte[random.nextInt(126)];
            int half = size / 2;
            all.writeBytes(frame(0x02, Arrays.copyOf(payload, half), masked));
            all.writeBytes(frame(0x89, ping, masked)); // in the middle of a message, as they may be
            all.writeBytes(frame(0x80, Arrays.copyOfRange(payload, half, size), masked));
            bytes += size;
        }
        Frames frames = new Frames(masked, 70_000);
        assertThat(passed(frames, all.toByteArray(), random)).isEqualTo(all.toByteArray());
        assertThat(frames.traffic()).isEqualTo(new Traffic(sizes.size(), bytes));
        assertThat(frames.flaw()).isEmpty();
        assertThat(frames.isBetween()).isTrue();
    }

    @Test
    void a_close_passes_and_nothing_after_it() {
        byte[] close = new Close(4001, "enough").frame(true);
        byte[] both = Arrays.copyOf(close, close.length + 3);
        Frames frames = new Frames(true, 10);
        assertThat(frames.pass(both, both.length)).isEqualTo(close.length);
        assertThat(frames.close()).contains(new Close(4001, "enough"));
    }

    @Test
    void a_close_without_a_code_has_none() {
        byte[] close = masked(0x88, new byte[0]);
        Frames frames = new Frames(true, 10);
        assertThat(frames.pass(close, close.length)).isEqualTo(close.length);
        assertThat(frames.close()).contains(new Close(Close.NO_CODE, ""));
    }

    @Test
    void a_message_that_is_too_large_does_not_pass_in_pieces_either() {
        byte[] first = masked(0x01, new byte[6]);
        byte[] second = masked(0x80, new byte[6]);
        Frames frames = new Frames(true, 10);
        assertThat(frames.pass(first, first.length)).isEqualTo(first.length);
        assertThat(frames.pass(second, second.length)).isZero();
        assertThat(frames.flaw())
                .hasValueSatisfying(flaw -> assertThat(flaw.code()).isEqualTo(Close.TOO_BIG));
    }

    @Test
    void what_breaks_the_rules_of_frames_does_not_pass() {
        List<byte[]> broken = new ArrayList<>();
        broken.add(plain(0x81, new byte[1])); // a caller must mask
        broken.add(masked(0x80, new byte[1])); // continues nothing
        broken.add(masked(0x83, new byte[1])); // no such opcode
        broken.add(masked(0x8b, new byte[1])); // nor this
        broken.add(masked(0x09, new byte[1])); // a ping in parts
        broken.add(masked(0x89, new byte[126])); // a ping too large
        for (byte[] frame : broken) {
            Frames frames = new Frames(true, 1000);
            assertThat(frames.pass(frame, frame.length)).isZero();
            assertThat(frames.flaw())
                    .hasValueSatisfying(flaw -> assertThat(flaw.code()).isEqualTo(Close.PROTOCOL_ERROR));
        }
    }
}
