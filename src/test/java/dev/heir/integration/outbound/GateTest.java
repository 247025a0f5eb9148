package dev.heir.integration.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heir.integration.outbound.Wall.Verdict;
import java.net.InetAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A resolver that hangs holds nobody. */
@Timeout(30)
class GateTest {

    private static long in(long millis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void nobody_waits_for_a_name_longer_than_he_has_and_others_are_looked_up_meanwhile() throws TimeoutException {
        CountDownLatch over = new CountDownLatch(1);
        try (Gate gate = new Gate((host, internal) -> {
            if (host.equals("hangs.example")) {
                awaited(over);
            }
            return new Verdict.Admitted(InetAddress.getLoopbackAddress());
        })) {
            assertThatThrownBy(() -> gate.look("hangs.example", false, in(20))).isInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> gate.look("hangs.example", false, in(-5))).isInstanceOf(TimeoutException.class);
            assertThat(gate.look("answers.example", false, in(20_000))).isInstanceOf(Verdict.Admitted.class);
            over.countDown();
        }
    }

    @Test
    void a_name_that_hangs_takes_one_thread_however_many_ask_for_it() throws TimeoutException {
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        try (Gate gate = new Gate((host, internal) -> {
            if (host.equals("hangs.example")) {
                looks.incrementAndGet();
                awaited(over);
            }
            return new Verdict.Admitted(InetAddress.getLoopbackAddress());
        })) {
            for (int n = 0; n < 100; n++) {
                assertThatThrownBy(() -> gate.look("hangs.example", false, in(n0(looks))))
                        .isInstanceOf(TimeoutException.class);
            }
            assertThat(gate.look("answers.example", false, in(20_000))).isInstanceOf(Verdict.Admitted.class);
            assertThat(looks).hasValue(1);
            over.countDown();
        }
    }

    /** The first has time to begin. */
    private static long n0(AtomicInteger looks) {
        return looks.get() == 0 ? 200 : 0;
    }

    @Test
    void a_name_that_was_not_even_asked_for_says_that_it_is_our_own_trouble() {
        CountDownLatch over = new CountDownLatch(1);
        try (Gate gate = new Gate((host, internal) -> {
            awaited(over);
            return new Verdict.Admitted(InetAddress.getLoopbackAddress());
        })) {
            for (int n = 0; n < 32; n++) {
                String host = "hangs-" + n + ".example";
                assertThatThrownBy(() -> gate.look(host, false, in(0))).isInstanceOf(TimeoutException.class);
            }
            assertThatThrownBy(() -> gate.look("waits.example", false, in(20))).isInstanceOf(Gate.Crowded.class);
            over.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"93.184.215.14", "[2606:4700::1111]", "127.0.0.1"})
    void an_address_that_is_written_out_is_judged_at_once(String host) throws TimeoutException {
        Thread here = Thread.currentThread();
        try (Gate gate = new Gate((asked, internal) ->
                new Verdict.Refused(Thread.currentThread() == here ? "here, " + asked : "elsewhere"))) {
            assertThat(gate.look(host, false, in(0))).isEqualTo(new Verdict.Refused("here, " + host));
        }
    }

    @Test
    void what_goes_wrong_inside_is_told() {
        try (Gate gate = new Gate((host, internal) -> {
            throw new IllegalArgumentException("a bug");
        })) {
            assertThatThrownBy(() -> gate.look("a.example", false, in(20_000))).hasRootCauseMessage("a bug");
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
