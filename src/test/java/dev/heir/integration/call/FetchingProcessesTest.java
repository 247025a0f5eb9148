package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.persistence.embedded.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes miss the same answers in the same moment. */
class FetchingProcessesTest {

    private static final TestDatabase own = TestDatabase.create();

    @AfterAll
    static void close() {
        own.close();
    }

    @Test
    @Timeout(90)
    void each_answer_is_fetched_once_for_both() throws Exception {
        int answers = 50;
        AtomicInteger fetched = new AtomicInteger();
        Instant now = Instant.now();
        List<Process> processes = new ArrayList<>();
        try (ServerSocket upstream = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> accept(upstream, fetched));
            for (int n = 0; n < 2; n++) {
                processes.add(FetchingProcess.start(own, upstream.getLocalPort(), answers, now));
            }
            for (Process process : processes) {
                assertThat(process.inputReader().readLine()).isEqualTo("ready");
            }
            for (Process process : processes) {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            }
            for (Process process : processes) {
                assertThat(process.inputReader().readLine()).isEqualTo(Integer.toString(answers));
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
        assertThat(fetched).hasValue(answers);
    }

    private static void accept(ServerSocket upstream, AtomicInteger fetched) {
        try {
            while (true) {
                Socket process = upstream.accept();
                Thread.ofVirtual().start(() -> {
                    try (process) {
                        while (process.getInputStream().read() >= 0) {
                            fetched.incrementAndGet();
                        }
                    } catch (IOException ended) {
                        // what it told before counts
                    }
                });
            }
        } catch (IOException closed) {
            // the test is over
        }
    }
}
