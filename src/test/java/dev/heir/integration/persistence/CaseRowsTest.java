package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.call.Ledger;
import dev.heir.integration.call.Source;
import dev.heir.integration.health.CaseState;
import dev.heir.integration.health.Escalation;
import dev.heir.integration.health.Resolution;
import dev.heir.integration.knowledge.Entry;
import dev.heir.integration.knowledge.Proof;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.report.Activity;
import dev.heir.integration.report.CaseFacts;
import dev.heir.integration.report.CaseFile;
import dev.heir.integration.report.LedgerPages;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Remedy;
import dev.heir.integration.strike.Symptom;
import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CaseRowsTest {

    private static final Resolution KEY =
            new Resolution("ada", "entered the new key", Optional.of(Remedy.CREDENTIAL_REFRESH));

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource database = own.pool(8);
    private static final PostgresLedger ledger = new PostgresLedger(database, new Instance());
    private static final CaseRows cases = new CaseRows(new Database(database));
    private static final KnowledgeRows knowledge = new KnowledgeRows(new Database(database));

    @BeforeEach
    void forget() throws SQLException {
        execute("TRUNCATE call, attempt, strike, escalation, resolution, standing, standing_change, error_signature,"
                + " remedy_outcome");
        execute("UPDATE sweep SET counted_until = now() - interval '1 day'");
    }

    @Test
    void a_case_is_acknowledged_and_resolved_once() {
        String id = opened("a").id();

        assertThat(cases.acknowledge(id, "ada")).get().isInstanceOf(CaseState.Moved.Done.class);
        assertThat(cases.acknowledge(id, "grace")).get().isInstanceOf(CaseState.Moved.Conflict.class);
        assertThat(cases.resolve(id, KEY)).get().isInstanceOf(CaseState.Moved.Done.class);
        assertThat(cases.resolve(id, new Resolution("grace", "nothing", Optional.empty())))
                .get()
                .isInstanceOf(CaseState.Moved.Conflict.class);

        assertThat(cases.find(id).orElseThrow().state()).isInstanceOfSatisfying(CaseState.Resolved.class, done -> {
            assertThat(done.by()).isEqualTo("ada");
            assertThat(done.resolution()).isEqualTo("entered the new key");
            assertThat(done.remedy()).contains(Remedy.CREDENTIAL_REFRESH);
            assertThat(done.acknowledged()).map(CaseState.Acknowledged::by).contains("ada");
        });
    }

    @Test
    void what_does_not_exist_cannot_be_moved() {
        assertThat(cases.acknowledge("00000000-0000-0000-0000-000000000000", "ada"))
                .isEmpty();
        assertThat(cases.resolve("no id at all", KEY)).isEmpty();
    }

    @Test
    void cases_are_listed_newest_first_page_by_page_and_by_status() {
        String first = opened("a").id();
        String second = opened("b").id();
        String third = opened("c").id();
        cases.resolve(second, KEY);

        List<Escalation> page = cases.page(Optional.empty(), Optional.empty(), 2);
        assertThat(page).extracting(Escalation::id).containsExactly(third, second);
        assertThat(cases.page(Optional.empty(), Optional.of(page.getLast().position()), 2))
                .extracting(Escalation::id)
                .containsExactly(first);
        assertThat(cases.page(Optional.of(CaseState.Status.OPEN), Optional.empty(), 9))
                .extracting(Escalation::id)
                .containsExactly(third, first);
        assertThatThrownBy(() -> cases.page(Optional.empty(), Optional.of("nonsense"), 2))
                .isInstanceOf(InvalidInput.class);
    }

    @Test
    void a_resolution_trains_the_provider_until_its_lesson_is_recorded() throws SQLException {
        execute("""
                INSERT INTO standing (provider, colour, phase, reasons, since, ever_answered, window_from, window_until,
                    calls, answered, let_down, attempts, failures, limited, refused)
                VALUES ('a', 'YELLOW', 'REPAIR', '{}', now(), true, now(), now(), 0, 0, 0, 0, 0, 0, 0)
                """);
        StandingRows standings = new StandingRows(new Database(database));
        Escalation opened = opened("a");
        cases.resolve(opened.id(), KEY);

        assertThat(standings.find("a").orElseThrow().phase()).hasToString("TRAIN");
        assertThat(knowledge.learn())
                .as("outcomes of the last seconds may still come in")
                .isZero();

        execute("UPDATE resolution SET resolved_at = resolved_at - interval '11 seconds'");
        execute("UPDATE strike SET recorded_at = recorded_at - interval '11 seconds'");
        execute("UPDATE escalation SET opened_at = opened_at - interval '11 seconds'");
        assertThat(knowledge.learn()).isEqualTo(1);
        assertThat(knowledge.learn()).isZero();

        Entry entry = knowledge.about(opened.signature().orElseThrow()).orElseThrow();
        assertThat(entry.resolutions()).singleElement().satisfies(resolved -> {
            assertThat(resolved.by()).isEqualTo("ada");
            assertThat(resolved.lesson().orElseThrow().calls()).isEqualTo(1);
            assertThat(resolved.lesson().orElseThrow().remedies())
                    .containsExactly(Entry.Tried.of(Remedy.RETRY_WITH_BACKOFF, new Proof(1, 0)));
        });
    }

    @Test
    void a_lesson_is_about_the_calls_of_its_cause_only() throws SQLException {
        Escalation opened = opened("a");
        record(Story.of("a", Calls.now())
                .replied(429, Symptom.HTTP_429)
                .strike(Symptom.HTTP_429, Remedy.QUEUE, true)
                .ended(Source.STALE, Symptom.HTTP_429));
        cases.resolve(opened.id(), KEY);
        execute("UPDATE resolution SET resolved_at = resolved_at - interval '11 seconds'");
        execute("UPDATE strike SET recorded_at = recorded_at - interval '11 seconds'");
        execute("UPDATE escalation SET opened_at = opened_at - interval '11 seconds'");

        assertThat(knowledge.learn()).isEqualTo(1);

        Entry entry = knowledge.about(opened.signature().orElseThrow()).orElseThrow();
        assertThat(entry.resolutions()).singleElement().satisfies(resolved -> {
            assertThat(resolved.lesson().orElseThrow().calls()).isEqualTo(1);
            assertThat(resolved.lesson().orElseThrow().remedies())
                    .extracting(Entry.Tried::remedy)
                    .containsExactly(Remedy.RETRY_WITH_BACKOFF);
        });
    }

    @Test
    void who_used_the_provider_is_told_of_the_cases_time_also_when_it_is_long_over() throws SQLException {
        Instant then = Calls.now().minus(Duration.ofDays(3));
        Escalation opened = opened("a");
        record(Story.of("a", then.minusSeconds(60))
                .from("crm", Tier.IMPORTANT)
                .replied(200)
                .live());
        record(Story.of("a", Calls.now())
                .from("newcomer", Tier.IMPORTANT)
                .replied(200)
                .live());
        cases.resolve(opened.id(), KEY);
        execute("UPDATE escalation SET resolved_at = '" + then + "', opened_at = '" + then.minusSeconds(30) + "'");

        CaseFacts.Facts facts = new CaseFactsRows(new Database(database))
                .about(cases.find(opened.id()).orElseThrow());

        assertThat(facts.uses()).extracting(CaseFile.Use::project).containsExactly("crm");
    }

    @Test
    void an_alternative_that_was_refused_is_told_so_and_only_what_was_worked_on_is_charged() throws SQLException {
        Escalation opened = opened("a");
        record(Story.of("a", Calls.now()).silent().silent().unanswered());
        CaseFacts.Facts facts = new CaseFactsRows(new Database(database)).about(opened);

        assertThat(facts.down().get(Story.url("a"))).startsWith("failed when it was last asked, at ");
        assertThat(facts.retries()).isPositive();
        assertThat(facts.charged()).isZero();
        record(Story.of("a", Calls.now()).silent().replied(200).live());
        facts = new CaseFactsRows(new Database(database)).about(opened);
        assertThat(facts.down()).isEmpty();
        assertThat(facts.charged()).isEqualTo(1);
    }

    @Test
    void a_case_is_found_by_its_cause_the_open_one_first() {
        Escalation opened = opened("a");
        assertThat(cases.find(opened.cause())).map(Escalation::id).contains(opened.id());
        cases.resolve(opened.id(), KEY);
        assertThat(cases.find(opened.cause())).map(Escalation::id).contains(opened.id());
        assertThat(cases.find("a:NOTHING")).isEmpty();
    }

    @Test
    void outcomes_are_counted_once_for_failed_and_for_recovered_calls_of_one_signature() throws SQLException {
        Instant now = Calls.now();
        for (int i = 0; i < 3; i++) {
            record(Story.of("a", now)
                    .silent()
                    .replied(200)
                    .strike(Remedy.RETRY_WITH_BACKOFF, true)
                    .live());
        }
        record(Story.of("a", now)
                .silent()
                .silent()
                .strike(Remedy.RETRY_WITH_BACKOFF, false)
                .strike(Remedy.PLAN_UPGRADE, false)
                .unanswered());
        execute("UPDATE strike SET recorded_at = recorded_at - interval '11 seconds'");

        knowledge.learn();
        knowledge.learn();

        assertThat(knowledge.page(Optional.of("a"), Optional.empty(), 10))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.message()).isEqualTo("no answer within 1000 ms");
                    assertThat(entry.seen()).isEqualTo(4);
                    assertThat(entry.remedies()).singleElement().satisfies(tried -> {
                        assertThat(tried.tries()).isEqualTo(4);
                        assertThat(tried.successes()).isEqualTo(3);
                        assertThat(tried.proven()).isBetween(0.30, 0.31);
                    });
                });
    }

    @Test
    void a_cases_facts_are_those_of_its_time_and_cause() throws SQLException {
        record(Story.of("a", Calls.now().minusSeconds(7_200)).silent().unanswered());
        Escalation opened = opened("a");
        Instant now = opened.openedAt();
        record(Story.of("a", now.plusMillis(1))
                .from("crm", Tier.IMPORTANT)
                .silent()
                .silent()
                .strike(Remedy.CACHED_RESPONSE, true)
                .ended(Source.STALE, Symptom.TIMEOUT));
        record(Story.of("a", now.plusMillis(2))
                .from("orchestrator", Tier.NICE_TO_HAVE)
                .silent()
                .ended(Source.SKIPPED, Symptom.TIMEOUT));
        record(Story.of("a", now.plusMillis(3)).replied(200).live());
        record(Story.of("b", now.plusMillis(4)).silent().unanswered());

        CaseFacts.Facts facts = new CaseFactsRows(new Database(database)).about(opened);

        assertThat(facts.letDown())
                .extracting(
                        CaseFile.LetDown::tier,
                        CaseFile.LetDown::project,
                        CaseFile.LetDown::calls,
                        CaseFile.LetDown::unanswered)
                .containsExactly(tuple(Tier.CRITICAL, "shop", 1L, 1L), tuple(Tier.IMPORTANT, "crm", 1L, 0L));
        assertThat(facts.uses()).extracting(CaseFile.Use::project).containsExactly("shop", "crm");
        assertThat(facts.solutions())
                .containsExactly(
                        new CaseFile.AttemptedSolution(1, Remedy.RETRY_WITH_BACKOFF, 1, 0),
                        new CaseFile.AttemptedSolution(2, Remedy.CACHED_RESPONSE, 1, 1));
        assertThat(facts.retries()).isEqualTo(1);
    }

    @Test
    void the_ledger_is_read_newest_first_page_by_page_and_by_filter() {
        Instant now = Calls.now();
        for (int i = 0; i < 5; i++) {
            record(Story.of(i == 3 ? "b" : "a", now.minusSeconds(i))
                    .replied(200)
                    .live());
        }
        record(Story.of("a", now.minusSeconds(9))
                .from("crm", Tier.IMPORTANT)
                .silent()
                .unanswered());
        LedgerPages pages = new LedgerPagesRows(new Database(database));

        List<Ledger.Recorded> first = pages.page(filter("shop", null, null), Optional.empty(), 3);
        assertThat(first)
                .extracting(one -> one.call().receivedAt())
                .containsExactly(now, now.minusSeconds(1), now.minusSeconds(2));
        assertThat(pages.page(filter("shop", null, null), Optional.of(LedgerPages.position(first.getLast())), 3))
                .extracting(one -> one.call().receivedAt())
                .containsExactly(now.minusSeconds(3), now.minusSeconds(4));
        assertThat(pages.page(filter(null, "b", null), Optional.empty(), 9)).hasSize(1);
        assertThat(pages.page(filter(null, null, Symptom.TIMEOUT), Optional.empty(), 9))
                .singleElement()
                .satisfies(one -> assertThat(one.call().attempts()).hasSize(1));
        List<Ledger.Recorded> all = pages.page(filter(null, null, null), Optional.empty(), 4);
        assertThat(pages.page(filter(null, null, null), Optional.of(LedgerPages.position(all.getLast())), 4))
                .hasSize(2)
                .doesNotContainAnyElementsOf(all);
        assertThat(pages.page(
                        new LedgerPages.Filter(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(now.minusSeconds(2)),
                                Optional.of(now)),
                        Optional.empty(),
                        9))
                .hasSize(2);
    }

    @Test
    void activity_is_counted_by_project_and_provider() {
        Instant now = Calls.now();
        record(Story.of("a", now).replied(200).live());
        record(Story.of("a", now).replied(200).live());
        record(Story.of("a", now).replied(429, Symptom.HTTP_429).ended(Source.STALE, Symptom.HTTP_429));
        record(Story.of("a", now.minus(Duration.ofDays(2))).replied(200).live());

        List<Activity.Traffic> traffic = new ActivityRows(new Database(database)).since(now.minus(Duration.ofDays(1)));

        assertThat(traffic)
                .extracting(
                        Activity.Traffic::calls,
                        Activity.Traffic::live,
                        Activity.Traffic::substituted,
                        Activity.Traffic::limited,
                        one -> one.cost().map(Object::toString).orElse("none"))
                .containsExactly(tuple(2L, 2L, 0L, 0L, "0.02 EUR"), tuple(1L, 0L, 1L, 1L, "none"));
    }

    private static LedgerPages.Filter filter(
            @Nullable String project, @Nullable String provider, @Nullable Symptom symptom) {
        return new LedgerPages.Filter(
                Optional.ofNullable(project),
                Optional.ofNullable(provider),
                Optional.ofNullable(symptom),
                Optional.empty(),
                Optional.empty());
    }

    private static Escalation opened(String provider) {
        record(Story.of(provider, Calls.now())
                .silent()
                .strike(Remedy.RETRY_WITH_BACKOFF, false)
                .unanswered(EscalationTrigger.STRIKE_THREE));
        return cases.page(Optional.empty(), Optional.empty(), 1).getFirst();
    }

    private static void record(CallRecord call) {
        ledger.record(call, Optional.empty());
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
