package dev.heir.integration.access;

import jakarta.enterprise.context.RequestScoped;

/** Whom the door let in with this request. */
@RequestScoped
public class CurrentVisit {

    private Visit visit = Visit.NOBODYS;

    public void begin(Visit begun) {
        visit = begun;
    }

    public Visit visit() {
        return visit;
    }
}
