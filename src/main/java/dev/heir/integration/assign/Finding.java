package dev.heir.integration.assign;

import java.util.Optional;

/**
 * What a check saw.
 *
 * @param evidence the fact that decided it, with where to look it up
 * @param next what would bring the criterion closer; empty when it is met
 */
public record Finding(Status status, String evidence, Optional<NextStep> next) {

    /** {@code UNKNOWN}: nothing that was recorded tells either way. */
    public enum Status {
        MET,
        NOT_MET,
        UNKNOWN
    }

    static Finding met(String evidence) {
        return new Finding(Status.MET, evidence, Optional.empty());
    }

    static Finding notMet(String evidence, NextStep next) {
        return new Finding(Status.NOT_MET, evidence, Optional.of(next));
    }

    static Finding unknown(String evidence, NextStep next) {
        return new Finding(Status.UNKNOWN, evidence, Optional.of(next));
    }

    static Finding unread(String evidence) {
        return new Finding(Status.UNKNOWN, evidence, Optional.empty());
    }
}
