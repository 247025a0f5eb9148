package dev.heir.integration.access;

/** What somebody who comes in may do. */
public enum Role {
    /** A project, with its own key: calls, and what it asked for itself. */
    CALLER,
    /** Reads everything but the audit, sweeps, takes cases on and resolves them. */
    OPERATOR,
    /** Changes what is registered, and whatever an operator may do. */
    ADMIN;

    /** Calls are made by projects alone: their limits and budgets are whose key it is. */
    public boolean may(Role needed) {
        return this == needed || (this == ADMIN && needed == OPERATOR);
    }
}
