package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.persistence.embedded.TestDatabase;
import io.agroal.api.AgroalDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class LedgerRatesTest {

    @Test
    void many_callers_share_commits() throws InterruptedException {
        try (TestDatabase own = TestDatabase.create();
                AgroalDataSource database = own.pool(4)) {
            AtomicInteger commits = new AtomicInteger();
            LedgerWriter writer = new LedgerWriter(database, new LedgerInsert(new Instance().id()));
            GroupCommit<LedgerEntry, LedgerWriter.Outcome> ledger = new GroupCommit<>(256, group -> {
                commits.incrementAndGet();
                return writer.write(group);
            });
            measure(ledger, commits, 1, 300); // the JVM and the plans get warm
            measure(ledger, commits, 1, 300);
            measure(ledger, commits, 16, 1600);
            assertThat(measure(ledger, commits, 64, 6400)).isLessThan(6400 / 8);
        }
    }

    private static int measure(
            GroupCommit<LedgerEntry, LedgerWriter.Outcome> ledger, AtomicInteger commits, int callers, int calls)
            throws InterruptedException {
        commits.set(0);
        ConcurrentLinkedQueue<Long> micros = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        long began = System.nanoTime();
        for (int caller = 0; caller < callers; caller++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int n = 0; n < calls / callers; n++) {
                    long start = System.nanoTime();
                    assertThat(ledger.submit(new LedgerEntry(Calls.answered("rate"), Optional.empty())))
                            .isInstanceOf(LedgerWriter.Outcome.Written.class);
                    micros.add((System.nanoTime() - start) / 1000);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        List<Long> sorted = micros.stream().sorted().toList();
        assertThat(sorted).hasSize(calls);
        System.out.printf(
                "ledger: %d callers, %.0f calls/s, %d calls in %d commits, median %d us, p99 %d us%n",
                callers, calls / seconds, calls, commits.get(), sorted.get(calls / 2), sorted.get(calls * 99 / 100));
        return commits.get();
    }
}
