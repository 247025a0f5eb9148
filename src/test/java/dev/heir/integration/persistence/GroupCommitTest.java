package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

    @Test
    void everyone_gets_the_outcome_of_what_they_brought() throws Exception {
        AtomicInteger largest = new AtomicInteger();
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(8, group -> {
            largest.accumulateAndGet(group.size(), Math::max);
            return group.stream().map(n -> n * 2).toList();
        });

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> outcomes = new ArrayList<>();
            for (int n = 0; n < 5000; n++) {
                int item = n;
                outcomes.add(callers.submit(() -> commits.submit(item)));
            }
            for (int n = 0; n < 5000; n++) {
                assertThat(outcomes.get(n).get()).isEqualTo(n * 2);
            }
        }
        assertThat(largest.get()).isBetween(1, 8);
    }

    @Test
    void those_who_arrive_during_a_commit_share_the_next_one() throws Exception {
        CountDownLatch firstIsWriting = new CountDownLatch(1);
        CountDownLatch othersAreQueued = new CountDownLatch(1);
        List<List<Integer>> groups = new ArrayList<>();
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(100, group -> {
            groups.add(group);
            if (groups.size() == 1) {
                firstIsWriting.countDown();
                await(othersAreQueued);
            }
            return group;
        });

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> first = callers.submit(() -> commits.submit(0));
            firstIsWriting.await();
            List<Thread> others = new ArrayList<>();
            for (int n = 1; n <= 10; n++) {
                int item = n;
                others.add(Thread.ofVirtual().start(() -> commits.submit(item)));
            }
            while (others.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
                Thread.onSpinWait();
            }
            othersAreQueued.countDown();
            first.get();
            for (Thread other : others) {
                other.join();
            }
        }
        assertThat(groups).hasSize(2);
        assertThat(groups.getLast()).hasSize(10);
    }

    @Test
    void a_bug_while_writing_reaches_everyone_of_the_group_and_the_lead_is_passed_on() {
        AtomicInteger writes = new AtomicInteger();
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(8, group -> {
            if (writes.incrementAndGet() == 1) {
                throw new IllegalArgumentException("a bug");
            }
            return group;
        });

        assertThatThrownBy(() -> commits.submit(1)).hasRootCauseMessage("a bug");
        assertThat(commits.submit(2)).isEqualTo(2);
    }

    @Test
    void an_interrupted_caller_still_learns_the_outcome_and_stays_interrupted() throws Exception {
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(8, group -> group);
        Callable<Boolean> interrupted = () -> {
            Thread.currentThread().interrupt();
            return commits.submit(7) == 7 && Thread.currentThread().isInterrupted();
        };
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(callers.submit(interrupted).get()).isTrue();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
