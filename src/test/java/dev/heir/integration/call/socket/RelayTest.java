package dev.heir.integration.call.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Between real connections on loopback; the test is both the caller and the provider. */
@Timeout(30)
class RelayTest {

    private static final Bounds BOUNDS =
            new Bounds(1000, Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(500));

    private Ends caller;
    private Ends provider;

    /** A connection: our end of it, and the test's. */
    private record Ends(Socket ours, Socket theirs) {

        static Ends open() throws IOException {
            try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Socket theirs = new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort());
                return new Ends(listening.accept(), theirs);
            }
        }

        Line line() throws IOException {
            return new Line(ours.getInputStream(), ours.getOutputStream(), () -> cut(ours));
        }

        void say(byte[] frame) throws IOException {
            theirs.getOutputStream().write(frame);
        }

        /** The next frame's payload, unmasked. */
        byte[] hear(int first) throws IOException {
            DataInputStream in = new DataInputStream(theirs.getInputStream());
            assertThat(in.readUnsignedByte()).isEqualTo(first);
            int size = in.readUnsignedByte();
            byte[] mask = new byte[4];
            if (size >= 0x80) {
                in.readFully(mask);
            }
            byte[] payload = new byte[size & 0x7f];
            in.readFully(payload);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            return payload;
        }

        Close hearClose() throws IOException {
            return Close.read(hear(0x88));
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // so it is cut
        }
    }

    @BeforeEach
    void connect() throws IOException {
        caller = Ends.open();
        provider = Ends.open();
    }

    @AfterEach
    void end() {
        cut(caller.theirs());
        cut(provider.theirs());
    }

    private Relay relay(Bounds bounds) throws IOException {
        return new Relay(caller.line(), provider.line(), bounds);
    }

    private static CompletableFuture<Ended> run(Relay relay) {
        return CompletableFuture.supplyAsync(
                relay::run, work -> Thread.ofVirtual().start(work));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void messages_go_both_ways_and_a_close_with_its_code_and_reason() throws Exception {
        var running = run(relay(BOUNDS));
        caller.say(FramesTest.masked(0x81, text("hello")));
        assertThat(provider.hear(0x81)).isEqualTo(text("hello"));
        provider.say(FramesTest.plain(0x82, new byte[] {1, 2}));
        provider.say(FramesTest.plain(0x89, text("there?")));
        assertThat(caller.hear(0x82)).containsExactly(1, 2);
        assertThat(caller.hear(0x89)).isEqualTo(text("there?"));
        caller.say(new Close(4000, "enough").frame(true));
        assertThat(provider.hearClose()).isEqualTo(new Close(4000, "enough"));
        provider.say(new Close(4000, "enough").frame(false));
        assertThat(caller.hearClose()).isEqualTo(new Close(4000, "enough"));
        assertThat(caller.theirs().getInputStream().read()).isEqualTo(-1);
        assertThat(running.get())
                .isEqualTo(new Ended(
                        Side.CALLER, new Close(4000, "enough"), true, false, new Traffic(1, 5), new Traffic(1, 2)));
        assertThat(running.get().words())
                .isEqualTo("closed by the caller with 4000 'enough'; to the provider 1 messages, 5 bytes,"
                        + " to the caller 1 messages, 2 bytes");
    }

    @Test
    void who_closed_first_is_who_said_so_first_though_the_other_answers_before_we_have_noted_it() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        Line slow = new Line(
                provider.ours().getInputStream(),
                new Held(provider.ours().getOutputStream(), answered),
                () -> cut(provider.ours()));
        var running = run(new Relay(caller.line(), slow, BOUNDS));
        caller.say(new Close(4000, "enough").frame(true));
        assertThat(provider.hearClose()).isEqualTo(new Close(4000, "enough"));
        provider.say(new Close(1000, "as you wish").frame(false));
        assertThat(caller.hearClose()).isEqualTo(new Close(1000, "as you wish"));
        answered.countDown();
        assertThat(running.get().by()).isEqualTo(Side.CALLER);
        assertThat(running.get().how()).isEqualTo(new Close(4000, "enough"));
    }

    /** Bytes leave at once; who wrote them goes on when the other side has answered. */
    private static final class Held extends OutputStream {
        private final OutputStream to;
        private final CountDownLatch until;

        Held(OutputStream to, CountDownLatch until) {
            this.to = to;
            this.until = until;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            to.write(bytes, from, length);
            try {
                until.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException(stopped);
            }
        }
    }

    @Test
    void a_provider_that_is_cut_is_a_failure_and_its_caller_never_hears_that_all_is_well() throws Exception {
        var running = run(relay(BOUNDS));
        cut(provider.theirs());
        assertThat(caller.hearClose().code()).isEqualTo(Close.FAILURE);
        assertThat(running.get().by()).isEqualTo(Side.PROVIDER);
        assertThat(running.get().isProvidersFailure()).isTrue();
        assertThat(running.get().clean()).isFalse();
    }

    @Test
    void a_caller_that_answers_the_close_is_not_waited_for_though_its_answer_cannot_be_passed_on() throws Exception {
        Line dead = new Line(provider.ours().getInputStream(), new Broken(), () -> cut(provider.ours()));
        Bounds patient = new Bounds(1000, BOUNDS.idle(), BOUNDS.longest(), Duration.ofMinutes(1));
        var running = run(new Relay(caller.line(), dead, patient));
        cut(provider.theirs());
        Close told = caller.hearClose();
        caller.say(told.frame(true));
        assertThat(running.get().by()).isEqualTo(Side.PROVIDER);
    }

    /** The way to a peer that is known to be gone. */
    private static final class Broken extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            throw new IOException("broken pipe");
        }
    }

    @Test
    void a_provider_that_is_cut_in_the_middle_of_a_frame_is_seen_to_be_cut() throws Exception {
        var running = run(relay(BOUNDS));
        provider.say(new byte[] {(byte) 0x82, 100, 1, 2, 3});
        provider.theirs().getOutputStream().flush();
        assertThat(caller.theirs().getInputStream().readNBytes(5)).hasSize(5);
        cut(provider.theirs());
        assertThat(caller.theirs().getInputStream().readAllBytes()).isEmpty();
        assertThat(running.get().isProvidersFailure()).isTrue();
    }

    @Test
    void a_provider_that_says_it_is_ill_is_a_failure_and_is_heard_as_it_said_it() throws Exception {
        var running = run(relay(BOUNDS));
        provider.say(new Close(1011, "out of memory").frame(false));
        assertThat(caller.hearClose()).isEqualTo(new Close(1011, "out of memory"));
        caller.say(new Close(1011, "").frame(true));
        assertThat(running.get().isProvidersFailure()).isTrue();
        assertThat(running.get().clean()).isTrue();
    }

    @Test
    void a_caller_that_leaves_is_no_failure_and_the_provider_is_told() throws Exception {
        var running = run(relay(BOUNDS));
        cut(caller.theirs());
        assertThat(provider.hearClose().code()).isEqualTo(Close.GOING_AWAY);
        assertThat(running.get().by()).isEqualTo(Side.CALLER);
        assertThat(running.get().isProvidersFailure()).isFalse();
    }

    @Test
    void a_message_that_is_too_large_is_told_to_its_sender_with_1009() throws Exception {
        var running = run(relay(BOUNDS));
        caller.say(FramesTest.masked(0x82, new byte[1001]));
        assertThat(caller.hearClose().code()).isEqualTo(Close.TOO_BIG);
        assertThat(provider.hearClose().code()).isEqualTo(Close.GOING_AWAY);
        assertThat(running.get().isProvidersFailure()).isFalse();
        assertThat(running.get().toProvider()).isEqualTo(new Traffic(0, 0));
    }

    @Test
    void a_providers_message_that_is_too_large_meets_a_bound_of_ours() throws Exception {
        var running = run(relay(BOUNDS));
        provider.say(FramesTest.plain(0x82, new byte[1001]));
        assertThat(provider.hearClose().code()).isEqualTo(Close.TOO_BIG);
        assertThat(caller.hearClose().code()).isEqualTo(Close.FAILURE);
        assertThat(running.get().isProvidersFailure()).isFalse();
    }

    @Test
    void a_provider_that_breaks_the_rules_of_frames_is_a_failure() throws Exception {
        var running = run(relay(BOUNDS));
        provider.say(FramesTest.masked(0x82, new byte[1]));
        assertThat(provider.hearClose().code()).isEqualTo(Close.PROTOCOL_ERROR);
        assertThat(caller.hearClose().code()).isEqualTo(Close.FAILURE);
        assertThat(running.get().isProvidersFailure()).isTrue();
    }

    @Test
    void where_nothing_comes_both_sides_hear_that_it_ends() throws Exception {
        var running = run(relay(new Bounds(1000, Duration.ofMillis(200), Duration.ofSeconds(20), BOUNDS.farewell())));
        assertThat(caller.hearClose()).isEqualTo(new Close(Close.GOING_AWAY, "nothing came for 200 ms"));
        assertThat(provider.hearClose().code()).isEqualTo(Close.GOING_AWAY);
        assertThat(running.get().by()).isEqualTo(Side.US);
    }

    @Test
    void none_is_open_for_ever_however_much_is_said() throws Exception {
        var running = run(relay(new Bounds(1000, Duration.ofSeconds(20), Duration.ofSeconds(1), BOUNDS.farewell())));
        caller.say(FramesTest.masked(0x81, text("hello")));
        provider.hear(0x81);
        assertThat(caller.hearClose()).isEqualTo(new Close(Close.GOING_AWAY, "it was open for 1 s"));
        assertThat(running.get().by()).isEqualTo(Side.US);
    }

    @Test
    void whoever_stops_it_tells_both() throws Exception {
        Relay relay = relay(BOUNDS);
        var running = run(relay);
        relay.stop(new Close(Close.GOING_AWAY, "bye"));
        assertThat(caller.hearClose()).isEqualTo(new Close(Close.GOING_AWAY, "bye"));
        assertThat(provider.hearClose()).isEqualTo(new Close(Close.GOING_AWAY, "bye"));
        assertThat(running.get().by()).isEqualTo(Side.US);
    }

    /** 200 MB in messages of 64 KB, made as fast as they are taken. */
    private static final class Plenty extends InputStream {
        static final int MESSAGE = 65_536;
        static final int MESSAGES = 3200;
        final AtomicLong taken = new AtomicLong();
        private final byte[] message = FramesTest.plain(0x82, new byte[MESSAGE]);
        private int messages;
        private int at;

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (messages == MESSAGES) {
                return -1;
            }
            int count = Math.min(length, message.length - at);
            System.arraycopy(message, at, into, offset, count);
            at += count;
            if (at == message.length) {
                at = 0;
                messages++;
            }
            taken.addAndGet(count);
            return count;
        }
    }

    @Test
    void of_200_MB_for_a_reader_that_stops_never_more_is_held_than_one_piece() throws Exception {
        Plenty plenty = new Plenty();
        Semaphore room = new Semaphore(0);
        CountDownLatch stalled = new CountDownLatch(1);
        AtomicLong read = new AtomicLong();
        AtomicLong most = new AtomicLong();
        OutputStream slow = new OutputStream() {
            @Override
            public void write(int one) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                most.accumulateAndGet(plenty.taken.get() - read.get(), Math::max);
                stalled.countDown();
                room.acquireUninterruptibly();
                read.addAndGet(length);
            }
        };
        Line reader = new Line(caller.ours().getInputStream(), slow, () -> cut(caller.ours()));
        Line producer = new Line(plenty, provider.ours().getOutputStream(), () -> cut(provider.ours()));
        Bounds large = new Bounds(100_000, Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(500));
        var running = run(new Relay(reader, producer, large));
        assertThat(stalled.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(plenty.taken.get()).isLessThanOrEqualTo(Pump.PIECE);
        room.release(1_000_000);
        assertThat(running.get().toCaller())
                .isEqualTo(new Traffic(Plenty.MESSAGES, (long) Plenty.MESSAGES * Plenty.MESSAGE));
        assertThat(most.get()).isLessThanOrEqualTo(Pump.PIECE);
    }
}
