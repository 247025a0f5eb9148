package dev.heir.integration.health;

import java.util.List;
import java.util.Optional;

/** The case files: opened by the ledger and the sweep, taken on and resolved by people. */
public interface Escalations {

    /**
     * Cases, newest first.
     *
     * @param after {@link Escalation#position} of the last one already read; empty to begin
     */
    List<Escalation> page(Optional<CaseState.Status> status, Optional<String> after, int most);

    /** How many are not resolved. */
    long unresolved();

    /** @param id or the cause, which names its open case, or else the newest */
    Optional<Escalation> find(String id);

    /** A person takes the case on; empty when there is no such case. */
    Optional<CaseState.Moved> acknowledge(String id, String by);

    /**
     * A person says that it is over: in the same transaction the resolution becomes a knowledge entry and the provider
     * is in training until its lesson is recorded. Empty when there is no such case.
     */
    Optional<CaseState.Moved> resolve(String id, Resolution resolution);
}
