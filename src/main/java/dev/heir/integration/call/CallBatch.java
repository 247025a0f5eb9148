package dev.heir.integration.call;

import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Project;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Several calls that are asked together: side by side, under one deadline, each with an outcome of its own. */
@Singleton
public final class CallBatch {

    private final Later later;
    private final Calls calls;
    private final CallConfig config;
    private final Clock clock;

    CallBatch(Later later, Calls calls, CallConfig config, Clock clock) {
        this.later = later;
        this.calls = calls;
        this.config = config;
        this.clock = clock;
    }

    /** @param key of the caller for this one of its calls */
    public record One(CallRequest request, Optional<String> key) {}

    /** What became of one of them. */
    public sealed interface Result {

        record Told(Later.Told told) implements Result {}

        /** @param reason what a call of its own would have thrown */
        record Thrown(RuntimeException reason) implements Result {}

        /** Nothing was sent, and nothing recorded. */
        record NotBegun() implements Result {}
    }

    /** How many calls there may be. */
    public int most() {
        return config.largestBatch();
    }

    /**
     * Answers all of them, in their order.
     *
     * @param whole after which nothing is begun and everything ends; empty for the longest there is
     * @throws InvalidInput with every flaw of every call; nothing was sent then
     */
    public List<Result> answer(Project project, List<One> batch, Optional<Duration> whole, Preference preference) {
        Duration longest = config.deadline().longest();
        check(project, batch, whole, preference);
        Instant end = clock.instant().plus(whole.orElse(longest));
        Semaphore hands = new Semaphore(config.batchAtOnce());
        List<Future<Result>> begun = new ArrayList<>();
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (One one : batch) {
                hands.acquireUninterruptibly();
                begun.add(each.submit(() -> {
                    try {
                        return answer(project, one, end, preference);
                    } finally {
                        hands.release();
                    }
                }));
            }
        }
        return begun.stream().map(CallBatch::result).toList();
    }

    private void check(Project project, List<One> batch, Optional<Duration> whole, Preference preference) {
        List<Flaw> flaws = new ArrayList<>();
        whole.filter(time -> time.compareTo(config.leastAttempt()) < 0
                        || time.compareTo(config.deadline().longest()) > 0)
                .ifPresent(time -> flaws.add(new Flaw(
                        "deadline",
                        time.toMillis() + "ms",
                        "must be between " + config.leastAttempt().toMillis() + "ms and "
                                + config.deadline().longest().toSeconds() + "s")));
        for (int i = 0; i < batch.size(); i++) {
            CallRequest request = batch.get(i).request();
            try {
                var _ = later.followed(project, request, preference);
                PlannedCall call = calls.plan(project, request);
                ProvidersKey.idle(call).ifPresent(flaw -> {
                    throw new InvalidInput(List.of(flaw));
                });
            } catch (InvalidInput invalid) {
                flaws.addAll(invalid.below("calls[" + i + "]").flaws());
            }
        }
        if (!flaws.isEmpty()) {
            throw new InvalidInput(flaws);
        }
    }

    private Result answer(Project project, One one, Instant end, Preference preference) {
        Duration left = Duration.between(clock.instant(), end);
        if (left.compareTo(config.leastAttempt()) < 0) {
            return new Result.NotBegun();
        }
        Duration own = one.request()
                .deadline()
                .orElse(config.deadline().of(one.request().tier().orElse(project.defaultTier())));
        CallRequest request = own.compareTo(left) > 0 ? one.request().within(left) : one.request();
        try {
            return new Result.Told(later.answer(project, request, one.key(), preference));
        } catch (RuntimeException reason) {
            return new Result.Thrown(reason);
        }
    }

    private static Result result(Future<Result> ended) {
        try {
            return ended.get();
        } catch (ExecutionException bug) {
            // Of this one alone: what the others came to is known, and they must not be sent again to hear it.
            return new Result.Thrown(
                    new IllegalStateException("a call of a batch threw what it must not", bug.getCause()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted although every call had ended", stopped);
        }
    }
}
