package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.call.CallRequest;
import dev.heir.integration.call.CallerKey;
import dev.heir.integration.call.CallerKeys;
import dev.heir.integration.call.Ledger.Content;
import dev.heir.integration.call.Ledger.Recorded;
import dev.heir.integration.call.Ledger.Waiting;
import dev.heir.integration.call.ParkedCall;
import dev.heir.integration.call.Source;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.DprId;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Symptom;
import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresLedgerTest {

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource database = own.pool(8);
    private static final PostgresLedger ledger = new PostgresLedger(database, new Instance());

    private static final CallRequest REQUEST = new CallRequest(
                    "stripe",
                    Optional.of("charge"),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of("a", "\u0000b"),
                    Map.of("accept", "application/json"),
                    Body.of(new byte[] {0, 1, (byte) 0xff}),
                    Optional.empty(),
                    Optional.of(Duration.ofSeconds(3)),
                    Optional.of("k-1"),
                    true)
            .again("INTEGRATION.X");

    @Test
    void what_ended_a_connection_long_after_its_answer_is_an_attempt_and_a_strike_of_its_call() {
        DprId id = ledger.record(Calls.answered("socket"), Optional.empty());
        Instant now = Calls.now();
        ledger.ended(
                id,
                Duration.ofSeconds(7),
                "the provider went",
                Optional.of(new CallRecord.Attempt(
                        2,
                        "stripe",
                        Calls.TARGET,
                        Optional.empty(),
                        now,
                        Duration.ZERO,
                        0,
                        Optional.of(Symptom.SERVICE_UNAVAILABLE),
                        false,
                        false,
                        true,
                        "the provider went")));
        CallRecord call = ledger.find("socket", id.toString()).orElseThrow().call();
        assertThat(call.took()).isEqualTo(Duration.ofSeconds(7));
        assertThat(call.attempts()).last().satisfies(attempt -> {
            assertThat(attempt.number()).isEqualTo(2);
            assertThat(attempt.symptom()).contains(Symptom.SERVICE_UNAVAILABLE);
        });
        assertThat(call.strikes()).last().satisfies(strike -> {
            assertThat(strike.symptom()).isEqualTo(Symptom.SERVICE_UNAVAILABLE);
            assertThat(strike.detail()).isEqualTo("the provider went");
        });
    }

    @Test
    void what_was_asked_is_kept_beside_the_call_also_of_one_that_was_deferred_on_a_day_that_kept_none()
            throws SQLException {
        CallRecord failed = Calls.asking(Calls.answered("asked"), REQUEST);
        DprId id = ledger.record(failed, Optional.empty());
        Recorded found = ledger.find("asked", id.toString()).orElseThrow();
        assertThat(found.call().asked().replayOf()).contains("INTEGRATION.X");
        CallRequest kept = ledger.asked(found).orElseThrow();
        assertThat(kept.body()).isEqualTo(REQUEST.body());
        assertThat(kept.deadline()).isEqualTo(REQUEST.deadline());
        assertThat(kept.idempotencyKey()).contains("k-1");

        CallRecord deferred = Calls.deferred("asked");
        DprId later = ledger.record(deferred, Optional.of(Calls.parked(deferred, Calls.now())));
        assertThat(ledger.asked(ledger.find("asked", later.toString()).orElseThrow()))
                .isEmpty();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet parts = connection
                        .createStatement()
                        .executeQuery("SELECT inhrelid::regclass::text FROM pg_inherits"
                                + " WHERE inhparent = 'recorded_request'::regclass")) {
            while (parts.next()) {
                statement.execute("DROP TABLE " + parts.getString(1));
            }
        }
        ledger.complete(Calls.asking(completed(deferred), REQUEST), Optional.empty());
        Recorded over = ledger.find("asked", later.toString()).orElseThrow();
        assertThat(ledger.asked(over)).map(CallRequest::params).isPresent();
        assertThat(over.waiting()).isEmpty();
    }

    @Test
    void a_deferred_call_tells_when_it_is_due_and_whether_somebody_is_at_it() {
        CallRecord deferred = Calls.deferred("waiting");
        Instant due = Calls.now().minusSeconds(1);
        DprId id = ledger.record(deferred, Optional.of(Calls.parked(deferred, due)));
        assertThat(ledger.find("waiting", id.toString()).orElseThrow().waiting())
                .contains(new Waiting(due, false));
        var parked = new PostgresParkedCalls(new Database(database));
        while (parked.take(Duration.ofMinutes(1)).isPresent()) {
            // until ours is taken
        }
        assertThat(ledger.find("waiting", id.toString()).orElseThrow().waiting())
                .contains(new Waiting(due, true));
    }

    @Test
    void a_recorded_call_is_found_by_its_dpr_id_as_it_was_and_by_its_project_only() {
        CallRecord call = Calls.answered("shop-a");

        DprId id = ledger.record(call, Optional.empty());

        assertThat(id).hasToString("INTEGRATION.SHOP-A.API_INTEGRATION.STRIPE.20000.001");
        assertThat(ledger.find("shop-a", id.toString())).contains(new Recorded(id, call, Optional.empty()));
        assertThat(ledger.find("other", id.toString())).isEmpty();
        assertThat(ledger.find("shop-a", "INTEGRATION.SHOP-A.API_INTEGRATION.STRIPE.20000.002"))
                .isEmpty();
        assertThat(ledger.find("shop-a", "nonsense")).isEmpty();
    }

    @Test
    void steps_are_counted_without_gap_or_repeat_by_many_callers() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<DprId>> given = new ArrayList<>();
            for (int n = 0; n < 500; n++) {
                String project = n % 5 == 0 ? "crowd-b" : "crowd-a";
                given.add(callers.submit(() -> ledger.record(Calls.answered(project), Optional.empty())));
            }
            List<Long> steps = new ArrayList<>();
            for (Future<DprId> id : given) {
                if (id.get().project().equals("CROWD-A")) {
                    steps.add(id.get().step());
                }
            }
            assertThat(steps).hasSize(400).doesNotHaveDuplicates().allMatch(step -> step >= 1 && step <= 400);
        }
    }

    @Test
    void a_day_gets_its_partition_with_its_first_call() throws SQLException {
        DprId id = ledger.record(
                Calls.answered("long-ago", Instant.parse("2019-02-28T23:59:59.999999Z")), Optional.empty());
        ledger.record(Calls.answered("long-ago", Instant.parse("2019-03-01T00:00:00Z")), Optional.empty());

        assertThat(ledger.find("long-ago", id.toString())).isPresent();
        assertThat(number("SELECT count(*) FROM call_20190228")).isEqualTo(1);
        assertThat(number("SELECT count(*) FROM attempt_20190301")).isEqualTo(1);
    }

    @Test
    void text_that_postgresql_refuses_is_cleaned_and_costs_nobody_a_record() {
        DprId id = ledger.record(Calls.answered("dirty", "a\0b\uD800c 😀"), Optional.empty());

        assertThat(ledger.find("dirty", id.toString()).orElseThrow().call().detail())
                .isEqualTo("abc 😀");
    }

    @Test
    void a_record_that_postgresql_refuses_fails_alone() throws Exception {
        CallRecord bad = Calls.answered("beyond-time", Instant.MAX);
        LedgerWriter writer = new LedgerWriter(database, new LedgerInsert(new Instance().id()));

        List<LedgerWriter.Outcome> outcomes = writer.write(List.of(
                new LedgerEntry(Calls.answered("neighbour"), Optional.empty()),
                new LedgerEntry(bad, Optional.empty()),
                new LedgerEntry(Calls.answered("neighbour"), Optional.empty())));

        assertThat(outcomes.get(0)).isInstanceOf(LedgerWriter.Outcome.Written.class);
        assertThat(outcomes.get(1)).isInstanceOf(LedgerWriter.Outcome.NotWritten.class);
        assertThat(outcomes.get(2)).isInstanceOf(LedgerWriter.Outcome.Written.class);
    }

    @Test
    void a_cause_has_one_case_file_that_counts_what_happens_until_it_is_resolved() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<DprId>> given = new ArrayList<>();
            for (int n = 0; n < 100; n++) {
                EscalationTrigger trigger =
                        n % 2 == 0 ? EscalationTrigger.STRIKE_THREE : EscalationTrigger.REPEATED_SIGNATURE;
                given.add(callers.submit(() -> ledger.record(Calls.failed("cases", "one", trigger), Optional.empty())));
            }
            for (Future<DprId> id : given) {
                id.get();
            }
        }

        assertThat(number("SELECT count(*) FROM escalation WHERE cause = 'one'"))
                .isEqualTo(1);
        assertThat(number("SELECT occurrences FROM escalation WHERE cause = 'one'"))
                .isEqualTo(100);
        assertThat(number("SELECT cardinality(triggers) FROM escalation WHERE cause = 'one'"))
                .isEqualTo(2);
        assertThat(number("SELECT jsonb_array_length(recommendations) FROM escalation WHERE cause = 'one'"))
                .isEqualTo(1);
        assertThat(number("SELECT seen FROM error_signature WHERE signature = 'stripe|charge|TIMEOUT|one'"))
                .isEqualTo(100);
        assertThat(new PostgresSignatures(database).timesSeen("stripe|charge|TIMEOUT|one", Duration.ofMinutes(1)))
                .isEqualTo(100);
        assertThat(new PostgresSignatures(database).timesSeen("never", Duration.ofMinutes(1)))
                .isZero();

        change("UPDATE escalation SET status = 'RESOLVED' WHERE cause = 'one'");
        ledger.record(Calls.failed("cases", "one", EscalationTrigger.STRIKE_THREE), Optional.empty());
        assertThat(number("SELECT count(*) FROM escalation WHERE cause = 'one'"))
                .isEqualTo(2);
    }

    @Test
    void a_deferred_call_is_completed_once_and_its_answer_is_kept() throws SQLException {
        CallRecord deferred = Calls.deferred("later");
        DprId id = ledger.record(deferred, Optional.of(Calls.parked(deferred, Calls.now())));
        assertThat(number("SELECT count(*) FROM parked_call WHERE project = 'later'"))
                .isEqualTo(1);

        Content answer = content("{\"paid\":true}");
        ledger.complete(completed(deferred), Optional.of(answer));
        ledger.complete(completed(deferred), Optional.of(content("too late")));

        Recorded recorded = ledger.find("later", id.toString()).orElseThrow();
        assertThat(recorded.call().source()).contains(Source.LIVE);
        assertThat(recorded.call().attempts()).hasSize(3);
        assertThat(recorded.answer()).contains(answer);
        assertThat(number("SELECT count(*) FROM parked_call WHERE project = 'later'"))
                .isZero();
    }

    @Test
    void a_deferred_call_cannot_be_completed_as_deferred() throws SQLException {
        CallRecord deferred = Calls.deferred("forever");
        ledger.record(deferred, Optional.of(Calls.parked(deferred, Calls.now().plusSeconds(600))));
        assertThatThrownBy(() -> ledger.complete(deferred, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(number("SELECT count(*) FROM parked_call WHERE project = 'forever'"))
                .isEqualTo(1);
    }

    @Test
    void what_a_parked_call_met_stands_in_the_ledger_while_it_waits_on() throws SQLException {
        CallRecord deferred = Calls.deferred("limited");
        DprId id = ledger.record(deferred, Optional.of(Calls.parked(deferred, Calls.now())));
        PostgresParkedCalls parked = new PostgresParkedCalls(new Database(database));
        ParkedCall taken = parked.take(Duration.ofSeconds(30))
                .filter(call -> call.call().equals(deferred.id()))
                .orElseThrow();

        ledger.postpone(
                Calls.deferred(taken), taken.again(Calls.now().plusSeconds(60), true, Optional.of(Calls.now())));

        Recorded recorded = ledger.find("limited", id.toString()).orElseThrow();
        assertThat(recorded.call().source()).contains(Source.DEFERRED);
        assertThat(recorded.call().attempts()).hasSize(2);
        assertThat(recorded.call().strikes()).hasSize(2);
        assertThat(recorded.call().detail()).isEqualTo("parked again");
        assertThat(number("SELECT count(*) FROM escalation WHERE cause = 'limited:" + deferred.id() + "'"))
                .isEqualTo(1);
        assertThat(number("SELECT refusals FROM parked_call WHERE send_began AND call = '" + deferred.id() + "'"))
                .isEqualTo(1);

        change("UPDATE parked_call SET tries = tries + 1 WHERE call = '" + deferred.id() + "'");
        ledger.postpone(Calls.deferred(taken), taken.again(Calls.now(), true, Optional.empty()));
        assertThat(number("SELECT refusals FROM parked_call WHERE send_began AND call = '" + deferred.id() + "'"))
                .isEqualTo(1);
        assertThat(ledger.find("limited", id.toString()).orElseThrow().call().attempts())
                .hasSize(3);
    }

    @Test
    void a_connection_that_died_since_the_last_call_costs_nobody_a_record() throws SQLException {
        ledger.record(Calls.answered("survivor"), Optional.empty());
        change("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE pid <> pg_backend_pid() AND datname = current_database()");

        assertThat(ledger.record(Calls.answered("survivor"), Optional.empty()).step())
                .isEqualTo(2);
    }

    @Test
    void a_connection_that_died_meanwhile_costs_no_parked_call_its_answer() throws SQLException {
        CallRecord deferred = Calls.deferred("patient");
        DprId id = ledger.record(deferred, Optional.of(Calls.parked(deferred, Calls.now())));
        change("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE pid <> pg_backend_pid() AND datname = current_database()");

        ledger.complete(completed(deferred), Optional.of(new Content(201, Map.of(), Body.of("{}"))));

        Recorded recorded = ledger.find("patient", id.toString()).orElseThrow();
        assertThat(recorded.call().source()).contains(Source.LIVE);
        assertThat(recorded.call().attempts()).hasSize(2);
    }

    /** Headers in whose midst the machine runs out of something. */
    private static Content brokenBy(Error error) {
        return new Content(
                201,
                new AbstractMap<>() {
                    @Override
                    public Set<Entry<String, List<String>>> entrySet() {
                        throw error;
                    }
                },
                Body.of("{}"));
    }

    @Test
    void an_error_of_the_machine_while_a_parked_call_is_completed_leaves_it_parked() throws SQLException {
        CallRecord deferred = Calls.deferred("halves");
        DprId id = ledger.record(deferred, Optional.of(Calls.parked(deferred, Calls.now())));

        assertThatThrownBy(() ->
                        ledger.complete(completed(deferred), Optional.of(brokenBy(new StackOverflowError("ours")))))
                .isInstanceOf(StackOverflowError.class);

        assertThat(number("SELECT count(*) FROM parked_call WHERE call = '" + deferred.id() + "'"))
                .isEqualTo(1);
        assertThat(ledger.find("halves", id.toString()).orElseThrow().call().source())
                .contains(Source.DEFERRED);
    }

    @Test
    void an_error_of_the_machine_while_a_group_is_written_leaves_nothing_of_it() throws SQLException {
        CallRecord call = Calls.deferred("whole");
        CallerKeys.End end = new CallerKeys.End.Told(
                new CallerKey("whole", "k", "request"), Optional.of(brokenBy(new StackOverflowError("ours"))));

        assertThatThrownBy(() -> ledger.record(call, Optional.of(Calls.parked(call, Calls.now())), Optional.of(end)))
                .hasRootCauseInstanceOf(StackOverflowError.class);

        assertThat(number("SELECT count(*) FROM parked_call WHERE call = '" + call.id() + "'"))
                .isZero();
        assertThat(number("SELECT count(*) FROM call WHERE id = '" + call.id() + "'"))
                .isZero();
    }

    @Test
    void a_call_that_was_written_before_its_connection_died_is_found_and_not_written_again() throws SQLException {
        LedgerEntry entry = new LedgerEntry(Calls.answered("doubt"), Optional.empty());
        LedgerInsert insert = new LedgerInsert(new Instance().id());
        LedgerWriter writer = new LedgerWriter(database, insert);
        LedgerWriter.Outcome first = writer.write(List.of(entry)).getFirst();

        assertThat(writer.write(List.of(entry)).getFirst()).isEqualTo(first);
        assertThat(number("SELECT last FROM dpr_step WHERE project = 'DOUBT'")).isEqualTo(1);
    }

    @Test
    @Timeout(30)
    void a_full_pool_is_waited_for_and_not_taken_for_a_dead_server() throws Exception {
        try (AgroalDataSource narrow = own.pool(1)) {
            PostgresLedger patient = new PostgresLedger(narrow, new Instance());
            Thread recording;
            int server;
            try (Connection held = narrow.getConnection();
                    ResultSet row = held.createStatement().executeQuery("SELECT pg_backend_pid()")) {
                row.next();
                server = row.getInt(1);
                recording = Thread.ofVirtual().start(() -> patient.record(Calls.answered("patient"), Optional.empty()));
                recording.join(Duration.ofMillis(300));
                assertThat(recording.isAlive()).isTrue();
            }
            recording.join();
            assertThat(patient.record(Calls.answered("patient"), Optional.empty())
                            .step())
                    .isEqualTo(2);
            try (Connection again = narrow.getConnection();
                    ResultSet row = again.createStatement().executeQuery("SELECT pg_backend_pid()")) {
                row.next();
                assertThat(row.getInt(1)).isEqualTo(server);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"53300,NO_ROOM", "53100,NO_ROOM", "25006,TAKEN_OVER", "42P01,REFUSED", "57P01,UNSURE", ",UNSURE"})
    void what_may_be_over_soon_is_worth_waiting_for(String state, LedgerFailure failure) {
        assertThat(LedgerFailure.of(new SQLException("words", state))).isEqualTo(failure);
    }

    @ParameterizedTest
    @CsvSource({"53300,NO_ROOM", "08001,NO_ROOM", ",NO_ROOM", "28P01,REFUSED"})
    void a_try_that_had_no_connection_wrote_nothing(String state, LedgerFailure failure) {
        assertThat(LedgerFailure.ofConnecting(new SQLException("Acquisition timeout", state)))
                .isEqualTo(failure);
    }

    @Test
    @Timeout(30)
    void a_deferred_call_is_finished_while_another_instance_makes_a_day() throws SQLException {
        CallRecord deferred = Calls.asking(Calls.deferred("days"), REQUEST);
        DprId id = ledger.record(deferred, Optional.of(Calls.parked(deferred, Calls.now())));
        try (Connection making = database.getConnection();
                Statement statement = making.createStatement()) {
            making.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(hashtext('ledger day'))");
            ledger.complete(Calls.asking(completed(deferred), REQUEST), Optional.empty());
            making.rollback();
            making.setAutoCommit(true);
        }
        assertThat(ledger.asked(ledger.find("days", id.toString()).orElseThrow()))
                .isPresent();
    }

    @Test
    @Timeout(30)
    void a_call_is_found_finished_and_broken_off_without_a_look_into_other_days() throws SQLException {
        ledger.record(Calls.answered("old", Instant.parse("2025-01-01T12:00:00Z")), Optional.empty());
        CallRecord deferred = withOwnTime(Calls.deferred("days-apart"));
        DprId parked = ledger.record(deferred, Optional.of(Calls.parked(deferred, Calls.now())));
        DprId broken = ledger.record(Calls.answered("days-apart"), Optional.empty());
        try (Connection other = database.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE call_20250101, attempt_20250101, strike_20250101 IN ACCESS EXCLUSIVE MODE");
            ledger.complete(completed(deferred), Optional.empty());
            assertThat(ledger.find("days-apart", parked.toString())).isPresent();
            ledger.brokeOff(
                    broken,
                    new CallRecord.Strike(1, Symptom.TIMEOUT, Optional.empty(), false, Calls.now(), "broke off"));
            other.rollback();
            other.setAutoCommit(true);
        }
        assertThat(ledger.find("days-apart", broken.toString())
                        .orElseThrow()
                        .call()
                        .detail())
                .isEqualTo("broke off");
    }

    /** With an id that names the time at which it was received, as the real ones do. */
    private static CallRecord withOwnTime(CallRecord call) {
        long high = (call.receivedAt().toEpochMilli() << 16) | 0x7000L;
        return call.withId(new UUID(high, 0x8000000000000000L | call.id().getLeastSignificantBits()));
    }

    @Test
    @Timeout(30)
    void an_answered_call_is_recorded_while_one_in_trouble_waits_for_its_case() throws Exception {
        ledger.record(Calls.failed("stuck", "stuck-cause", EscalationTrigger.SUSTAINED_OUTAGE), Optional.empty());
        List<Thread> troubled = new ArrayList<>();
        try (Connection other = database.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT 1 FROM escalation WHERE cause = 'stuck-cause' FOR UPDATE");
            for (int n = 0; n < 2; n++) { // the second one queues behind the first one's group
                troubled.add(Thread.ofVirtual()
                        .start(() -> ledger.record(
                                Calls.failed("stuck", "stuck-cause", EscalationTrigger.SUSTAINED_OUTAGE),
                                Optional.empty())));
            }
            while (number("SELECT count(*) FROM pg_locks WHERE NOT granted") == 0) {
                Thread.onSpinWait();
            }
            String second = "SELECT floor(extract(epoch FROM clock_timestamp()))";
            for (long then = number(second); number(second) == then; ) {
                Thread.onSpinWait(); // attempts of one second at one target share a row
            }
            assertThat(ledger.record(Calls.answered("healthy"), Optional.empty())
                            .step())
                    .isEqualTo(1);
            other.rollback();
            other.setAutoCommit(true);
        }
        for (Thread one : troubled) {
            one.join();
        }
    }

    @Test
    void calls_of_one_symptom_and_of_the_last_hours_are_found_by_an_index() throws SQLException {
        ledger.record(Calls.failed("indexed", "i"), Optional.empty());
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL enable_seqscan = off");
            assertThat(plan(statement, "WHERE symptom = 'TIMEOUT' ORDER BY received_at DESC, id DESC LIMIT 10"))
                    .contains("symptom_received_at");
            assertThat(plan(statement, "WHERE received_at >= now() - interval '1 hour'"))
                    .contains("Bitmap Index Scan");
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static String plan(Statement statement, String where) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (ResultSet lines = statement.executeQuery("EXPLAIN SELECT * FROM call " + where)) {
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }

    static CallRecord completed(CallRecord deferred) {
        CallRecord live = Calls.answered(deferred.project());
        return new CallRecord(
                deferred.id(),
                live.project(),
                live.kind(),
                live.tool(),
                live.provider(),
                live.operation(),
                live.tier(),
                live.receivedAt(),
                live.took(),
                live.idempotencyKey(),
                live.source(),
                live.status(),
                live.symptom(),
                live.fault(),
                live.ambiguous(),
                live.age(),
                live.cost(),
                live.signature(),
                live.detail(),
                live.attempts(),
                live.strikes(),
                live.incident(),
                live.use(),
                CallRecord.Asked.NOT_KEPT);
    }

    private static Content content(String body) {
        return new Content(201, Map.of("content-type", List.of("application/json", "text/json")), Body.of(body));
    }

    private static long number(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }

    private static void change(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
