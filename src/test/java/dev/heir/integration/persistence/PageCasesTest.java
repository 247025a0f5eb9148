package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.health.CaseState;
import dev.heir.integration.health.Escalation;
import dev.heir.integration.health.Resolution;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.DprId;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.report.CaseFile;
import dev.heir.integration.scrape.Errand;
import dev.heir.integration.scrape.Order;
import dev.heir.integration.scrape.Page;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.ScrapeRequest;
import dev.heir.integration.strike.ErrorPattern;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Symptom;
import io.agroal.api.AgroalDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageCasesTest {

    private static final Duration LEASE = Duration.ofMinutes(5);

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource pool = own.pool(4);

    private final String host = UUID.randomUUID() + ".example.com";
    private ScrapeTable queue;
    private CaseRows cases;
    private PostgresLedger ledger;

    @BeforeEach
    void start() {
        Database database = new Database(pool);
        database.update("DELETE FROM scrape");
        queue = new ScrapeTable(database);
        cases = new CaseRows(database);
        ledger = new PostgresLedger(pool, new Instance());
    }

    @Test
    void the_case_tells_of_the_first_call_that_failed_and_of_all_that_did() {
        Errand errand = taken("shop");
        DprId first = failed("shop", Symptom.TIMEOUT);
        failed("shop", Symptom.SERVICE_UNAVAILABLE);
        failed("somebody-else", Symptom.SERVICE_UNAVAILABLE);

        queue.settle(errand, dead(errand));

        Escalation one = onlyCase();
        assertThat(one.firstCall()).isEqualTo(first.toString());
        assertThat(one.symptom()).isEqualTo(Symptom.TIMEOUT);
        assertThat(one.pattern()).isEqualTo(ErrorPattern.API_FAILURE);
        assertThat(one.operation()).isEqualTo("GET /broken");
        assertThat(new CaseFactsRows(new Database(pool)).about(one).letDown())
                .extracting(CaseFile.LetDown::project, CaseFile.LetDown::unanswered)
                .contains(org.assertj.core.groups.Tuple.tuple("shop", 2L));
    }

    @Test
    void a_page_given_up_without_any_call_has_a_case_all_the_same() {
        Errand errand = taken("shop");

        queue.settle(errand, new Page.Dead(errand.at().uri(), "taken up 5 times without coming to an end", 5));

        assertThat(onlyCase().firstCall()).startsWith("INTEGRATION.SHOP.WEB_SCRAPING.SCRAPE.20000.");
    }

    @Test
    void who_lost_the_page_opens_no_case() {
        Errand late = taken("shop", Duration.ZERO);
        Errand now = queue.take(10, LEASE).getFirst();

        queue.settle(late, dead(late));
        assertThat(ofHost()).isEmpty();

        queue.settle(now, dead(now));
        queue.settle(now, dead(now));
        assertThat(onlyCase().calls()).isEqualTo(1);
    }

    @Test
    void each_project_has_a_case_of_its_own_and_a_resolved_one_is_not_opened_again() {
        Errand shop = taken("shop");
        queue.settle(shop, dead(shop));
        Errand news = taken("news");
        queue.settle(news, dead(news));
        assertThat(ofHost())
                .extracting(Escalation::cause)
                .containsExactlyInAnyOrder("pages:shop:" + host, "pages:news:" + host);

        ofHost().forEach(one -> assertThat(
                        cases.resolve(one.id(), new Resolution("ada", "told its owner", Optional.empty())))
                .get()
                .isInstanceOf(CaseState.Moved.Done.class));
        Errand again = taken("shop");
        queue.settle(again, dead(again));

        assertThat(ofHost()).hasSize(3);
        assertThat(ofHost())
                .filteredOn(one -> one.state() instanceof CaseState.Open)
                .hasSize(1);
    }

    private Errand taken(String project) {
        return taken(project, LEASE);
    }

    private Errand taken(String project, Duration lease) {
        var _ = queue.submit(
                project,
                new ScrapeRequest(
                        List.of(PageUrl.parse("https://" + host + "/broken")), Order.of(Map.of()), Optional.empty()),
                Optional.empty());
        return queue.take(10, lease).getFirst();
    }

    private static Page.Dead dead(Errand errand) {
        return new Page.Dead(errand.at().uri(), "the host answered 502", 5);
    }

    private DprId failed(String project, Symptom symptom) {
        Instant at = Calls.now();
        return ledger.record(
                new CallRecord(
                        UUID.randomUUID(),
                        project,
                        "web_scraping",
                        host,
                        host,
                        "GET /broken",
                        Tier.NICE_TO_HAVE,
                        at,
                        Duration.ofMillis(5),
                        Optional.empty(),
                        Optional.empty(),
                        502,
                        Optional.of(symptom),
                        Optional.of(Fault.PROVIDER),
                        false,
                        Duration.ZERO,
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        CallRecord.Use.NONE,
                        CallRecord.Asked.NOT_KEPT),
                Optional.empty());
    }

    private List<Escalation> ofHost() {
        return cases.page(Optional.empty(), Optional.empty(), 100).stream()
                .filter(one -> one.provider().equals(host))
                .toList();
    }

    private Escalation onlyCase() {
        assertThat(ofHost()).hasSize(1);
        return ofHost().getFirst();
    }
}
