package dev.heir.integration.call;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * We failed ourselves after a request with an effect had left: what became of it is told here and nowhere else, since
 * the ledger may not have it. Whoever comes back as if nothing had happened has it done twice.
 */
public final class Unrecorded extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Known known;

    public Unrecorded(Known known, RuntimeException cause) {
        super("the request was sent, and then the orchestrator could not record what came of it", cause);
        this.known = known;
    }

    /**
     * What is known of the request.
     *
     * @param call under which it stands in the log, and in the ledger if it got there after all
     * @param status what the provider answered last; empty when nothing came back
     * @param idempotencyKey the one that was sent; empty when the operation takes none
     */
    public record Known(
            UUID call, String provider, String operation, Optional<Integer> status, Optional<String> idempotencyKey) {}

    public Known known() {
        return known;
    }

    /** What the caller can do now. */
    public List<String> next() {
        if (known.idempotencyKey().isPresent()) {
            return List.of("send the same request with \"idempotencyKey\": \""
                    + known.idempotencyKey().get() + "\": provider '" + known.provider() + "' carries it out once");
        }
        return known.status()
                .filter(status -> status < 400)
                .map(status -> List.of("the provider answered " + status
                        + ": take the request as carried out and do not send it again"))
                .orElseGet(() -> NextSteps.doubtful(known.operation()));
    }
}
