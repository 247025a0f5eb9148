package dev.heir.integration.report;

import dev.heir.integration.provider.Money;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the ledger counts for a report. */
public interface Activity {

    /** Calls since then, by project and provider. Our own probes are among them, as project {@code orchestrator}. */
    List<Traffic> since(Instant from);

    /** What is known in all. */
    Known known();

    /**
     * @param live answered by the provider itself
     * @param substituted answered from elsewhere: a fallback, the cache, a declared body
     * @param deferred not finished yet
     * @param limited calls that a limit decided about
     * @param cost per currency there is one of these; empty when the provider has no price
     */
    record Traffic(
            String project,
            String provider,
            long calls,
            long live,
            long substituted,
            long deferred,
            long skipped,
            long unanswered,
            long limited,
            Optional<Money> cost,
            Instant last) {}

    /**
     * @param signatures of errors that were ever seen
     * @param outcomes recorded of remedies
     */
    @RegisterForReflection
    record Known(long signatures, long outcomes, long resolutions, long lessons) {}
}
