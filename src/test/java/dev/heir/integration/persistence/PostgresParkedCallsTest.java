package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.call.CallRequest;
import dev.heir.integration.call.ParkedCall;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Tier;
import io.agroal.api.AgroalDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresParkedCallsTest {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private TestDatabase own;
    private AgroalDataSource database;
    private PostgresLedger ledger;
    private PostgresParkedCalls parked;

    @BeforeEach
    void open() {
        own = TestDatabase.create();
        database = own.pool(8);
        ledger = new PostgresLedger(database, new Instance());
        parked = new PostgresParkedCalls(new Database(database));
    }

    @AfterEach
    void close() {
        database.close();
        own.close();
    }

    @Test
    void a_due_call_comes_back_as_it_was_parked_and_one_that_is_not_due_does_not() {
        CallRecord due = Calls.deferred("p");
        CallRequest request = new CallRequest(
                "stripe",
                Optional.of("charge"),
                Optional.empty(),
                Optional.of("/v1/charges"),
                Map.of("a", "b"),
                Map.of("accept", "application/json"),
                Body.of(new byte[] {0, 1, (byte) 0xff}),
                Optional.of(Tier.CRITICAL),
                Optional.of(Duration.ofSeconds(30)),
                Optional.of("once"),
                true);
        ParkedCall waiting = new ParkedCall(
                due.id(),
                "p",
                request,
                Tier.CRITICAL,
                Calls.now().minusSeconds(1),
                0,
                0,
                false,
                true,
                Optional.of(Calls.now()));
        ledger.record(due, Optional.of(waiting));
        CallRecord later = Calls.deferred("p");
        ledger.record(later, Optional.of(Calls.parked(later, Calls.now().plusSeconds(60))));

        assertThat(parked.take(LEASE)).contains(taken(waiting, 1));
        assertThat(parked.take(LEASE)).isEmpty();
    }

    private static ParkedCall taken(ParkedCall waiting, int tries) {
        return new ParkedCall(
                waiting.call(),
                waiting.project(),
                waiting.request(),
                waiting.tier(),
                waiting.notBefore(),
                tries,
                waiting.refusals(),
                waiting.sendBegan(),
                waiting.untried(),
                waiting.firstSent());
    }

    private UUID park(Instant notBefore) {
        CallRecord call = Calls.deferred("p");
        ledger.record(call, Optional.of(Calls.parked(call, notBefore)));
        return call.id();
    }

    @Test
    void each_call_is_taken_by_one_only_the_longest_due_first() throws Exception {
        Instant due = Calls.now().minusSeconds(100);
        List<UUID> parkedInOrder = new ArrayList<>();
        for (int n = 0; n < 60; n++) {
            parkedInOrder.add(park(due.plusSeconds(n)));
        }
        List<UUID> taken = new ArrayList<>();
        try (ExecutorService takers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<ParkedCall>>> shares = new ArrayList<>();
            for (int n = 0; n < 60; n++) {
                shares.add(takers.submit(() -> parked.take(LEASE)));
            }
            for (Future<Optional<ParkedCall>> share : shares) {
                share.get().ifPresent(call -> taken.add(call.call()));
            }
        }
        // Who comes while the last one is locked finds nothing, and looks again at its next tick.
        for (Optional<ParkedCall> rest = parked.take(LEASE); rest.isPresent(); rest = parked.take(LEASE)) {
            taken.add(rest.get().call());
        }
        assertThat(taken).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(parkedInOrder);

        park(Calls.now().minusSeconds(1));
        UUID longest = park(Calls.now().minusSeconds(2));
        assertThat(parked.take(LEASE)).map(ParkedCall::call).contains(longest);
    }

    @Test
    void a_higher_tier_goes_first_and_within_it_the_project_with_the_fewest_under_way() {
        for (int n = 0; n < 6; n++) {
            park("flood", Tier.NICE_TO_HAVE, Duration.ofHours(2));
            park("busy", Tier.IMPORTANT, Duration.ofHours(1));
        }
        park("small", Tier.IMPORTANT, Duration.ofMinutes(1));
        park("small", Tier.CRITICAL, Duration.ofSeconds(1));

        assertThat(taken(4))
                .containsExactly(
                        "small CRITICAL", // though it was due last
                        "busy IMPORTANT", // small has one under way
                        "busy IMPORTANT", // as many as small, and due for longer
                        "small IMPORTANT");
    }

    @Test
    void one_in_ten_is_taken_whatever_its_tier_so_that_none_starves() {
        park("low", Tier.NICE_TO_HAVE, Duration.ofHours(2));
        for (int n = 0; n < 20; n++) {
            park("high", Tier.CRITICAL, Duration.ofHours(1));
        }

        assertThat(taken(10))
                .contains("low NICE_TO_HAVE")
                .filteredOn("high CRITICAL"::equals)
                .hasSize(9);
    }

    @Test
    void a_call_that_another_is_just_taking_keeps_nobody_from_the_next_of_its_line() throws Exception {
        UUID first = park(Calls.now().minusSeconds(2));
        UUID second = park(Calls.now().minusSeconds(1));
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT 1 FROM parked_call WHERE call = '" + first + "' FOR UPDATE");

            assertThat(parked.take(LEASE)).map(ParkedCall::call).contains(second);
            connection.rollback();
        }
        assertThat(parked.take(LEASE)).map(ParkedCall::call).contains(first);
    }

    @Test
    void a_flood_of_one_project_keeps_no_other_waiting_and_makes_taking_no_slower() throws Exception {
        park("flood", Tier.IMPORTANT, Duration.ofHours(1));
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO parked_call (call, received_at, project, request, body, tier, not_before, tries, refusals,
                        send_began, untried)
                    SELECT gen_random_uuid(), received_at, project, request, body, tier,
                        not_before + n * interval '1 millisecond', 0, 0, false, true
                    FROM parked_call, generate_series(1, 20000) AS n
                    """);
            statement.execute("ANALYZE parked_call");
        }
        park("other", Tier.IMPORTANT, Duration.ofSeconds(1));

        assertThat(parked.waiting("flood", 100_000)).isEqualTo(20_001);
        assertThat(parked.waiting("flood", 50)).isEqualTo(50);
        assertThat(taken(2)).containsExactly("flood IMPORTANT", "other IMPORTANT");
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var plan = statement.executeQuery("""
                        EXPLAIN (ANALYZE, BUFFERS OFF, TIMING OFF, SUMMARY OFF) SELECT not_before FROM parked_call
                        WHERE tier = 'IMPORTANT' AND project = 'flood' AND not_before <= now()
                        ORDER BY not_before LIMIT 1
                        """)) {
            assertThat(plan.next()).isTrue();
            assertThat(plan.next()).isTrue();
            assertThat(plan.getString(1)).contains("parked_call_line");
        }
    }

    @Test
    void what_waits_for_tomorrow_is_neither_taken_nor_in_the_way() {
        park("p", Tier.CRITICAL, Duration.ofDays(-1));
        park("p", Tier.NICE_TO_HAVE, Duration.ofSeconds(1));

        assertThat(taken(1)).containsExactly("p NICE_TO_HAVE");
        assertThat(parked.take(LEASE)).isEmpty();
    }

    private void park(String project, Tier tier, Duration dueFor) {
        CallRecord call = Calls.deferred(project);
        ledger.record(
                call,
                Optional.of(new ParkedCall(
                        call.id(),
                        project,
                        CallRequest.of(call.provider(), call.operation()),
                        tier,
                        Calls.now().minus(dueFor),
                        false)));
    }

    private List<String> taken(int calls) {
        List<String> taken = new ArrayList<>();
        for (int n = 0; n < calls; n++) {
            ParkedCall call = parked.take(LEASE).orElseThrow();
            taken.add(call.project() + " " + call.tier());
        }
        return taken;
    }

    @Test
    void a_call_whose_taker_died_before_it_began_to_send_is_given_to_another_as_not_sent() {
        park(Calls.now());

        assertThat(parked.take(Duration.ZERO)).get().matches(first -> !first.sendBegan());
        assertThat(parked.take(LEASE)).get().matches(second -> !second.sendBegan() && second.tries() == 2);
    }

    @Test
    void a_call_whose_sender_was_not_heard_of_is_given_to_another_with_its_outcome_unknown() {
        park(Calls.now());
        ParkedCall taken = parked.take(LEASE).orElseThrow();

        assertThat(parked.begin(taken, Duration.ZERO)).isTrue();
        assertThat(parked.take(LEASE)).get().matches(ParkedCall::sendBegan).satisfies(call -> assertThat(
                        call.firstSent().orElseThrow())
                .isBetween(Calls.now().minusSeconds(60), Calls.now().plusSeconds(5)));
    }

    @Test
    void holding_prolongs_the_lease_of_who_has_it_and_says_nothing_of_sending() {
        park(Calls.now());
        ParkedCall taken = parked.take(Duration.ZERO).orElseThrow();
        assertThat(parked.hold(taken, Duration.ZERO)).isTrue();

        ParkedCall next = parked.take(Duration.ZERO).orElseThrow();
        assertThat(next.sendBegan()).isFalse();
        assertThat(parked.hold(taken, LEASE)).isFalse();
        assertThat(parked.hold(next, LEASE)).isTrue();
        assertThat(parked.take(LEASE)).isEmpty();
    }

    @Test
    void beginning_prolongs_the_lease() {
        park(Calls.now());
        ParkedCall taken = parked.take(Duration.ZERO).orElseThrow();

        assertThat(parked.begin(taken, LEASE)).isTrue();
        assertThat(parked.take(LEASE)).isEmpty();
    }

    @Test
    void who_lost_the_call_neither_begins_nor_puts_it_back() {
        park(Calls.now());
        ParkedCall late = parked.take(Duration.ZERO).orElseThrow();
        ParkedCall now = parked.take(LEASE).orElseThrow();

        assertThat(parked.begin(late, LEASE)).isFalse();
        parked.putBack(late);
        ledger.postpone(Calls.deferred(late), late.again(Calls.now(), true, Optional.empty()));
        assertThat(parked.take(LEASE)).isEmpty();
        assertThat(parked.begin(now, LEASE)).isTrue();
    }

    /** Leases that end at once make everybody late: of all who took the call, one may send it. */
    @Test
    void however_often_it_is_taken_an_unsafe_call_is_sent_once() throws Exception {
        for (int n = 0; n < 20; n++) {
            park(Calls.now());
        }
        ConcurrentLinkedQueue<UUID> sent = new ConcurrentLinkedQueue<>();
        try (ExecutorService takers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < 200; n++) {
                takers.execute(() -> parked.take(Duration.ZERO)
                        .filter(call -> !call.sendBegan() && parked.begin(call, LEASE))
                        .ifPresent(call -> sent.add(call.call())));
            }
        }
        for (Optional<ParkedCall> rest = parked.take(Duration.ZERO);
                rest.isPresent();
                rest = parked.take(Duration.ZERO)) {
            assertThat(rest.get().sendBegan()).isFalse();
            assertThat(parked.begin(rest.get(), LEASE)).isTrue();
            sent.add(rest.get().call());
        }
        assertThat(sent).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void a_call_put_back_is_as_it_was() {
        park(Calls.now());
        ParkedCall taken = parked.take(LEASE).orElseThrow();
        parked.putBack(taken);
        assertThat(parked.take(LEASE)).contains(taken(taken, 2));
    }

    @Test
    void a_call_that_must_wait_longer_is_due_later_and_keeps_what_is_known_of_it() {
        park(Calls.now());
        postpone(parked.take(LEASE).orElseThrow(), Calls.now().plusSeconds(60), Optional.empty());
        assertThat(parked.take(LEASE)).isEmpty();

        park(Calls.now());
        ParkedCall begun = parked.take(LEASE).orElseThrow();
        assertThat(parked.begin(begun, LEASE)).isTrue();
        postpone(begun, Calls.now(), Optional.empty());
        ParkedCall again = parked.take(LEASE).orElseThrow();
        assertThat(again).matches(call -> !call.sendBegan() && call.tries() == 2 && call.refusals() == 1);
        assertThat(again.firstSent()).isEmpty();
        Instant first = Calls.now().minusSeconds(600);
        postpone(again, Calls.now(), Optional.of(first));
        ParkedCall doubtful = parked.take(LEASE).orElseThrow();
        assertThat(doubtful).matches(call -> call.sendBegan() && call.refusals() == 2);
        assertThat(parked.begin(doubtful, Duration.ZERO)).isTrue();
        assertThat(parked.take(LEASE).orElseThrow().firstSent()).contains(first);
    }

    private void postpone(ParkedCall taken, Instant until, Optional<Instant> doubtfulSince) {
        ledger.postpone(Calls.deferred(taken), taken.again(until, true, doubtfulSince));
    }

    /** Two versions run side by side during a deployment, and the old one does not say when it begins to send. */
    @Test
    void a_call_that_an_instance_of_the_version_before_took_and_lost_may_have_been_sent() {
        UUID taken = park(Calls.now());
        var _ = new Database(database)
                .update(
                        "UPDATE parked_call SET tries = tries + 1, lease_until = clock_timestamp() WHERE call = ?",
                        taken);

        assertThat(parked.take(LEASE)).get().matches(ParkedCall::sendBegan);
    }
}
