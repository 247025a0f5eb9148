package dev.heir.integration.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;

/** Whoever sent the request that is being answered; nobody where there is none, as in a tick. */
@ApplicationScoped
class ActingInRequest implements Acting {

    private final CurrentVisit current;

    ActingInRequest(CurrentVisit current) {
        this.current = current;
    }

    @Override
    public Visit visit() {
        try {
            return current.visit();
        } catch (ContextNotActiveException noRequest) {
            return Visit.NOBODYS;
        }
    }
}
