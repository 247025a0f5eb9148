package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.persistence.embedded.TestDatabase;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Four processes with sixteen threads each on one hot limit; one is killed. What counts is what arrives upstream. */
@Tag("long")
class QuotaProcessesTest {

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    @Test
    void no_stretch_of_the_window_sees_one_request_too_many() throws Exception {
        int limit = 2_500;
        long[] arrivals = arrivals(
                QuotaProcess.document("\"limits\":[{\"requests\":" + limit + ",\"per\":\"5s\"}]"), 5 * limit / 2, 0);
        int densest = 0;
        for (int first = 0, last = 0; first < arrivals.length; first++) {
            while (last < arrivals.length
                    && arrivals[last] - arrivals[first] < Duration.ofSeconds(5).toNanos()) {
                last++;
            }
            densest = Math.max(densest, last - first);
        }
        double seconds = (arrivals[arrivals.length - 1] - arrivals[0]) / 1e9;
        System.out.printf(
                "quota: %d of %d in the densest 5 s, %d in %.1f s: %.0f%% of the limit used%n",
                densest, limit, arrivals.length, seconds, 100.0 * arrivals.length / (limit * seconds / 5));
        assertThat(densest).isLessThanOrEqualTo(limit);
    }

    @Test
    void a_budget_is_never_passed() throws Exception {
        long[] arrivals = arrivals(
                QuotaProcess.document("\"price\":{\"perCall\":\"0.01 USD\"},\"monthlyBudget\":\"30 USD\""),
                Integer.MAX_VALUE,
                3);
        System.out.printf("quota: %d calls of 0.01 USD within a budget of 30 USD%n", arrivals.length);
        assertThat(arrivals.length).isBetween(1_500, 3_000);
    }

    /**
     * When each request that arrived was sent, in order: by the machine's clock, which all its processes share. When it is
     * read says little: this process may not run for a second in which others do, and then finds many at once.
     *
     * @param enough requests to end after
     * @param refused processes that a budget refuses to end after
     */
    private static long[] arrivals(String document, int enough, int refused) throws IOException, InterruptedException {
        ConcurrentLinkedQueue<Long> arrived = new ConcurrentLinkedQueue<>();
        List<Process> processes = new ArrayList<>();
        try (ServerSocket upstream = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> accept(upstream, arrived));
            for (int n = 0; n < 4; n++) {
                processes.add(QuotaProcess.start(own, upstream.getLocalPort(), document));
            }
            while (arrived.size() < 200) {
                assertThat(processes.getFirst().isAlive()).isTrue();
                LockSupport.parkNanos(1_000_000);
            }
            processes.getFirst().destroyForcibly();
            for (Process process : processes.subList(1, 1 + refused)) {
                assertThat(process.inputReader().readLine()).isEqualTo("refused");
            }
            while (refused == 0 && arrived.size() < enough) {
                assertThat(processes.getLast().isAlive()).isTrue();
                LockSupport.parkNanos(1_000_000);
            }
            for (Process process : processes) {
                process.getOutputStream().close();
            }
            for (Process process : processes) {
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
        long[] times = arrived.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(times);
        return times;
    }

    private static void accept(ServerSocket upstream, ConcurrentLinkedQueue<Long> arrived) {
        try {
            while (true) {
                Socket caller = upstream.accept();
                Thread.ofVirtual().start(() -> count(caller, arrived));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private static void count(Socket caller, ConcurrentLinkedQueue<Long> arrived) {
        try (caller;
                DataInputStream requests = new DataInputStream(new BufferedInputStream(caller.getInputStream()))) {
            while (true) {
                arrived.add(requests.readLong());
            }
        } catch (IOException overOrKilled) {
            // what it sent before is counted
        }
    }
}
