package dev.heir.integration.quota;

import java.util.List;
import java.util.Optional;

/** Keeps what the fleet shares of each scope. */
public interface SharedStates {

    /**
     * Changes one scope, in one statement where nobody else changed it meanwhile, else in one short locked transaction.
     *
     * @param transition may run more than once; only what it returned last took effect
     * @return what the transition granted, committed
     * @throws RuntimeException when the database does not answer: then it is not known whether it took effect
     */
    Granted change(String scope, Transition transition);

    /** What the ledger says was spent of a budget; empty where the scope is none. */
    default Optional<Spent> spent(String scope) {
        return Optional.empty();
    }

    /** Reads one scope as it is; {@link Shared#NEW} when nobody ever asked. */
    Shared read(String scope);

    /**
     * Scopes as they are, in the order of their names.
     *
     * @param provider whose limits and budget alone are asked for
     * @param after the last name that was seen
     */
    List<Named> page(Optional<String> provider, Optional<String> after, int size);

    /** What is shared of a scope. */
    record Named(String scope, Shared state) {}

    /** What changes a scope: pure. */
    interface Transition {
        Granted apply(Shared before, Moment now);
    }
}
