package dev.heir.integration.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.assign.CheckedAssignment;
import dev.heir.integration.assign.Domain;
import dev.heir.integration.assign.Finding;
import dev.heir.integration.assign.PhaseName;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AssignmentSectionsTest {

    @Test
    void a_complete_phase_is_no_readiness_of_a_domain_that_nobody_checked() {
        JsonNode handoff = new ObjectMapper()
                .valueToTree(AssignmentSections.Handoff.of(Domain.PAYMENT, "shop", phase(Finding.Status.MET)));

        assertThat(handoff.path("readiness").asText()).isEqualTo("not checked yet");
        assertThat(handoff.path("phaseComplete").asBoolean()).isTrue();
        assertThat(handoff.has("ready")).isFalse();
    }

    @Test
    void what_is_open_in_the_phase_is_named() {
        AssignmentSections.Handoff handoff =
                AssignmentSections.Handoff.of(Domain.PAYMENT, "shop", phase(Finding.Status.UNKNOWN));

        assertThat(handoff.phaseComplete()).isFalse();
        assertThat(handoff.open()).containsExactly("answered_live stripe");
    }

    private static CheckedAssignment.Phase phase(Finding.Status status) {
        return new CheckedAssignment.Phase(
                PhaseName.EXTERNAL_API_ASSESSMENT,
                "INTEGRATION.SHOP.API_INTEGRATION.ASSIGN.20000.001",
                "integration.external.apis",
                "API plan",
                Set.of(),
                Set.of(Domain.PAYMENT),
                List.of(),
                List.of(new CheckedAssignment.Checked("answered_live", "stripe", "answers", status, "", Instant.EPOCH)),
                status == Finding.Status.MET);
    }
}
