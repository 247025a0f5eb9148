package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.assign.Assignment;
import dev.heir.integration.assign.Criterion;
import dev.heir.integration.assign.Deliverable;
import dev.heir.integration.assign.Domain;
import dev.heir.integration.assign.PhaseName;
import dev.heir.integration.assign.ProviderCheck;
import dev.heir.integration.assign.SiteCheck;
import dev.heir.integration.assign.Specialist;
import dev.heir.integration.assign.Work;
import dev.heir.integration.assign.WorkOrders;
import dev.heir.integration.assign.WorkPlan;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.DprId;
import io.agroal.api.AgroalDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class AssignmentRowsTest {

    private static final WorkPlan PLAN = new WorkPlan(List.of(
            new WorkPlan.Phase(
                    PhaseName.EXTERNAL_API_ASSESSMENT,
                    Work.API_INTEGRATION,
                    Set.of(Specialist.API, Specialist.SCRAPER),
                    Set.of(),
                    List.of(
                            new Deliverable(Work.API_INTEGRATION, Specialist.API, "crm", "a document"),
                            new Deliverable(Work.API_INTEGRATION, Specialist.API, "crm", "another one"),
                            new Deliverable(Work.WEB_SCRAPING, Specialist.SCRAPER, "example.com", "selectors")),
                    List.of(
                            new Criterion(ProviderCheck.PROVIDER_REGISTERED, "crm"),
                            new Criterion(SiteCheck.ROBOTS_ALLOW, "https://example.com/"))),
            new WorkPlan.Phase(
                    PhaseName.DATA_PIPELINE_SETUP,
                    Work.DATA_PIPELINE,
                    Set.of(Specialist.API),
                    Set.of(Domain.DATA, Domain.PAYMENT),
                    List.of(),
                    List.of(new Criterion(ProviderCheck.CALLS_ANSWERED, "crm")))));

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource pool = own.pool(8);
    private static final AssignmentRows rows = new AssignmentRows(new Database(pool));

    @Test
    void an_assignment_is_found_as_it_was_stored_with_an_id_for_each_piece_of_work() {
        Assignment created = rows.create(draft("shop-a", Optional.empty(), "f"));

        assertThat(rows.find(created.id())).contains(created);
        assertThat(created.project()).isEqualTo("shop-a");
        assertThat(created.document()).isEqualTo(Map.of("providers", List.of("crm"), "realTime", true));
        assertThat(created.phases().stream().map(Assignment.NumberedPhase::phase))
                .isEqualTo(PLAN.phases());
        assertThat(created.phases().getFirst().id()).hasToString("INTEGRATION.SHOP-A.API_INTEGRATION.ASSIGN.20000.001");
        assertThat(created.phases().getFirst().ids())
                .map(DprId::toString)
                .containsExactly(
                        "INTEGRATION.SHOP-A.API_INTEGRATION.CRM.20000.001",
                        "INTEGRATION.SHOP-A.API_INTEGRATION.CRM.20000.002",
                        "INTEGRATION.SHOP-A.WEB_SCRAPING.EXAMPLE-COM.20000.001");
        assertThat(rows.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void the_same_idempotency_key_gets_the_same_assignment_and_takes_no_step() {
        Assignment first = rows.create(draft("shop-b", Optional.of("key-b"), "f"));
        Assignment again = rows.create(draft("shop-b", Optional.of("key-b"), "f"));
        Assignment next = rows.create(draft("shop-b", Optional.empty(), "f"));

        assertThat(again).isEqualTo(first);
        assertThat(rows.byIdempotencyKey("key-b")).contains(first);
        assertThat(next.phases().getFirst().id().step()).isEqualTo(2);
    }

    @Test
    void many_at_once_get_steps_without_gaps_or_repeats_and_one_assignment_per_key() throws Exception {
        List<Assignment> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Assignment>> waiting = new ArrayList<>();
            for (int n = 0; n < 60; n++) {
                // Each key is used by three requests at once.
                Optional<String> key = n % 2 == 0 ? Optional.empty() : Optional.of("crowd-" + n / 6);
                waiting.add(threads.submit(() -> rows.create(draft("crowd", key, "f"))));
            }
            for (Future<Assignment> each : waiting) {
                all.add(each.get());
            }
        }

        List<Assignment> distinct = all.stream().distinct().toList();
        assertThat(distinct).hasSize(30 + 10);
        assertThat(steps(distinct, "INTEGRATION.CROWD.API_INTEGRATION.CRM.20000."))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 80).boxed().toList());
        assertThat(steps(distinct, "INTEGRATION.CROWD.API_INTEGRATION.ASSIGN.20000."))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 40).boxed().toList());
    }

    private static List<Long> steps(List<Assignment> assignments, String series) {
        return assignments.stream()
                .flatMap(assignment -> assignment.phases().stream())
                .flatMap(phase -> Stream.concat(Stream.of(phase.id()), phase.ids().stream()))
                .filter(id -> id.toString().startsWith(series))
                .map(DprId::step)
                .toList();
    }

    private static WorkOrders.Draft draft(String project, Optional<String> key, String fingerprint) {
        return new WorkOrders.Draft(
                project, key, fingerprint, Map.of("providers", List.of("crm"), "realTime", true), PLAN);
    }
}
