package dev.heir.integration.report;

import jakarta.inject.Singleton;

/** The sections about assignments. */
@Singleton
final class AssignmentSections {

    Written write() {
        return new Written(Section.nothing(), Section.nothing(), Section.nothing());
    }

    record Written(Section assignments, Section deliverables, Section handoffs) {}
}
