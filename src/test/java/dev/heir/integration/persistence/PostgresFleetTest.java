package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.heir.integration.call.Ledger.LedgerUnavailable;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.strike.Circuit;
import dev.heir.integration.strike.Window;
import io.agroal.api.AgroalDataSource;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PostgresFleetTest {

    private static final Optional<String> KEY = Optional.of("stripe-key");

    private static final Duration PROBE = Duration.ofSeconds(10);

    private static final TestDatabase own = TestDatabase.create();
    private static final AgroalDataSource pool = own.pool(4);
    private static final AgroalDataSource otherPool = own.pool(4);

    private final Instance instance = new Instance();
    private final PostgresFleet fleet = new PostgresFleet(pool, instance, Clock.systemUTC());
    private final PostgresFleet other = new PostgresFleet(otherPool, new Instance(), Clock.systemUTC());

    @AfterAll
    static void close() {
        pool.close();
        otherPool.close();
        own.close();
    }

    @Test
    void a_target_nobody_knows_is_well() {
        assertThat(fleet.view("p", "https://unknown", KEY))
                .isEqualTo(new dev.heir.integration.call.Fleet.View(
                        new Circuit.Closed(), Optional.empty(), Window.EMPTY, Window.EMPTY, Optional.empty(), false));
    }

    @Test
    void an_outage_seen_by_one_instance_is_seen_by_it_at_once_and_by_another_within_two_seconds() {
        assertThat(other.view("p", "https://out", KEY).circuit()).isInstanceOf(Circuit.Closed.class);
        Instant until = Calls.now().plusSeconds(60);

        long opened = System.nanoTime();
        fleet.open("p", "https://out", until, false);

        assertThat(fleet.view("p", "https://out", KEY).circuit())
                .isInstanceOfSatisfying(
                        Circuit.Open.class, open -> assertThat(open.until()).isEqualTo(until));
        while (!(other.view("p", "https://out", KEY).circuit() instanceof Circuit.Open)) {
            assertThat(Duration.ofNanos(System.nanoTime() - opened)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void an_open_circuit_is_never_opened_for_shorter_and_keeps_its_beginning() {
        fleet.open("p", "https://longer", Calls.now().plusSeconds(60), false);
        Circuit.Open first =
                (Circuit.Open) fleet.view("p", "https://longer", KEY).circuit();
        fleet.open("p", "https://longer", Calls.now().plusSeconds(5), false);

        assertThat(fleet.view("p", "https://longer", KEY).circuit()).isEqualTo(first);
        assertThat(fleet.claimProbe("https://longer", PROBE)).isFalse();
    }

    @Test
    void the_whole_fleet_gets_three_probes_and_a_success_closes_the_circuit_for_all() throws Exception {
        fleet.open("p", "https://probed", Calls.now().minusMillis(1), false);

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var claims = IntStream.range(0, 40)
                    .mapToObj(
                            n -> callers.submit(() -> (n % 2 == 0 ? fleet : other).claimProbe("https://probed", PROBE)))
                    .toList();
            int claimed = 0;
            for (var claim : claims) {
                claimed += claim.get() ? 1 : 0;
            }
            assertThat(claimed).isEqualTo(3);
        }
        assertThat(fleet.view("p", "https://probed", KEY).circuit())
                .isInstanceOfSatisfying(Circuit.HalfOpen.class, half -> assertThat(half.probesLeft())
                        .isZero());

        fleet.close("https://probed");
        assertThat(fleet.view("p", "https://probed", KEY).circuit()).isInstanceOf(Circuit.Closed.class);
        assertThat(other.claimProbe("https://probed", PROBE)).isTrue();
    }

    @Test
    void the_quiet_that_a_target_asked_for_is_told_from_a_circuit_of_our_own_making() {
        Instant minute = Calls.now().plusSeconds(60);
        fleet.open("p", "https://asked", minute, true);
        fleet.open("p", "https://judged", minute, false);

        assertThat(other.view("p", "https://asked", KEY).quietUntil()).contains(minute);
        assertThat(other.view("p", "https://judged", KEY).quietUntil()).isEmpty();
        fleet.open("p", "https://asked", minute.plusSeconds(60), false);
        assertThat(fleet.view("p", "https://asked", KEY).quietUntil()).contains(minute);
    }

    @Test
    void a_probe_that_fails_without_a_word_ends_the_quiet() {
        fleet.open("p", "https://failed", Calls.now().minusMillis(1), true);
        assertThat(fleet.claimProbe("https://failed", PROBE)).isTrue();
        assertThat(fleet.view("p", "https://failed", KEY).quietUntil()).isPresent();

        fleet.open("p", "https://failed", Calls.now().plusSeconds(5), false);
        assertThat(fleet.view("p", "https://failed", KEY).quietUntil()).isEmpty();
    }

    @Test
    void a_circuit_that_was_opened_again_is_not_closed_by_a_probe_of_before() {
        fleet.open("p", "https://again", Calls.now().minusMillis(1), false);
        assertThat(fleet.claimProbe("https://again", PROBE)).isTrue();
        other.open("p", "https://again", Calls.now().plusSeconds(60), false);

        fleet.close("https://again");

        assertThat(fleet.view("p", "https://again", KEY).circuit()).isInstanceOf(Circuit.Open.class);
    }

    @Test
    void probes_are_given_out_anew_when_the_longest_attempt_among_them_must_be_over() {
        fleet.open("p", "https://silent", Calls.now().minusMillis(1), false);
        Instant start = Instant.now();
        fleet.claimProbe("https://silent", Duration.ofMinutes(5));
        fleet.claimProbe("https://silent", Duration.ofMillis(1));
        fleet.claimProbe("https://silent", Duration.ofMillis(1));
        assertThat(fleet.claimProbe("https://silent", Duration.ofMillis(1))).isFalse();

        try (var connection = pool.getConnection();
                var row = connection
                        .createStatement()
                        .executeQuery("SELECT until FROM circuit WHERE target = 'https://silent'")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getTimestamp(1).toInstant()).isAfter(start.plusSeconds(300));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void attempts_count_once_whether_seen_by_their_own_instance_or_by_another_and_not_after_recovery() {
        String target = Calls.TARGET;
        fleet.count("stripe", target, new Window(1, 1, 0, 0));
        new PostgresLedger(pool, instance).record(Calls.failed("counted", "c"), Optional.empty());

        assertThat(fleet.view("stripe", target, KEY).window()).isEqualTo(new Window(1, 1, 0, 0));
        assertThat(other.view("stripe", target, KEY).window()).isEqualTo(new Window(1, 1, 0, 0));
        assertThat(other.view("stripe", target, KEY).provider()).isEqualTo(new Window(1, 1, 0, 0));

        fleet.open("stripe", target, Calls.now(), false);
        assertThat(fleet.claimProbe(target, PROBE)).isTrue();
        fleet.close(target);
        assertThat(fleet.view("stripe", target, KEY).window()).isEqualTo(Window.EMPTY);
        assertThat(fleet.view("stripe", target, KEY).provider()).isEqualTo(new Window(1, 1, 0, 0));
    }

    @Test
    void a_throttle_concerns_its_credential_or_everyone_and_is_never_shortened() {
        Instant minute = Calls.now().plusSeconds(60);
        fleet.throttle("throttled", KEY, minute);
        fleet.throttle("throttled", KEY, minute.minusSeconds(30));

        assertThat(fleet.view("throttled", "t", KEY).throttledUntil()).contains(minute);
        assertThat(fleet.view("throttled", "t", Optional.of("second-key")).throttledUntil())
                .isEmpty();

        fleet.throttle("throttled", Optional.empty(), minute.minusSeconds(40));
        assertThat(fleet.view("throttled", "t", Optional.of("second-key")).throttledUntil())
                .contains(minute.minusSeconds(40));
    }

    @Test
    void a_usage_warning_is_seen_until_it_is_over() {
        fleet.warn("warned", KEY, Calls.now().plusSeconds(60));
        fleet.warn("warned-before", KEY, Calls.now().minusSeconds(1));

        assertThat(fleet.view("warned", "t", KEY).usageWarning()).isTrue();
        assertThat(fleet.view("warned-before", "t", KEY).usageWarning()).isFalse();
    }

    @Test
    void an_instance_whose_clock_is_an_hour_ahead_throttles_the_others_for_as_long_as_it_was_told() {
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        PostgresFleet skewed = new PostgresFleet(pool, new Instance(), ahead);

        skewed.throttle("skewed", KEY, ahead.instant().plusSeconds(60));

        assertThat(other.view("skewed", "t", KEY).throttledUntil().orElseThrow())
                .isBetween(Instant.now().plusSeconds(57), Instant.now().plusSeconds(63));
        assertThat(skewed.view("skewed", "t", KEY).throttledUntil().orElseThrow())
                .isBetween(ahead.instant().plusSeconds(57), ahead.instant().plusSeconds(63));
    }

    @Test
    @Timeout(60)
    void two_hundred_calls_that_meet_one_limit_cost_a_few_statements() throws Exception {
        CountedPool counted = new CountedPool(pool);
        PostgresFleet busy = new PostgresFleet(counted.pool(), new Instance(), Clock.systemUTC());
        busy.view("busy", "t", KEY);
        counted.statements.set(0);
        Instant until = Calls.now().plusSeconds(60);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, 200)
                    .mapToObj(n -> callers.submit(() -> {
                        busy.throttle("busy", KEY, until.plusMillis(n));
                        busy.open("busy", "https://busy", until.plusMillis(n), n % 2 == 0);
                        return busy.view("busy", "https://busy", KEY)
                                .throttledUntil()
                                .orElseThrow();
                    }))
                    .toList();
            for (int n = 0; n < 200; n++) {
                assertThat(all.get(n).get()).isAfterOrEqualTo(until.plusMillis(n));
            }
        }
        assertThat(counted.statements.get()).isLessThan(60);
        assertThat(other.view("busy", "https://busy", KEY).throttledUntil()).contains(until.plusMillis(199));
        assertThat(other.view("busy", "https://busy", KEY).quietUntil()).contains(until.plusMillis(198));
    }

    @Test
    @Timeout(60)
    void callers_go_on_with_what_is_known_while_one_reads_it_anew_or_nobody_can() throws Exception {
        CountedPool counted = new CountedPool(pool);
        Instant start = Instant.now();
        AtomicReference<Instant> now = new AtomicReference<>(start);
        PostgresFleet busy =
                new PostgresFleet(counted.pool(), new Instance(), ((InstantSource) now::get).withZone(ZoneOffset.UTC));
        busy.view("p", "t", KEY);
        now.set(start.plusMillis(600));
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        counted.before = () -> {
            reading.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        Thread reader = Thread.ofVirtual().start(() -> busy.view("p", "t", KEY));
        reading.await();
        int before = counted.statements.get();
        assertThat(busy.view("p", "t", KEY).circuit()).isInstanceOf(Circuit.Closed.class);
        assertThat(counted.statements.get()).isEqualTo(before);
        go.countDown();
        reader.join();

        now.set(start.plusMillis(1_300));
        counted.down = true;
        assertThat(busy.view("p", "t", KEY).circuit()).isInstanceOf(Circuit.Closed.class);
        now.set(start.plusMillis(1_600));
        assertThatExceptionOfType(LedgerUnavailable.class).isThrownBy(() -> busy.view("p", "t", KEY));
    }

    @Test
    void what_one_instance_notes_is_not_lost_to_a_reading_that_began_before_it_was_written() throws Exception {
        CountedPool counted = new CountedPool(pool);
        PostgresFleet busy = new PostgresFleet(counted.pool(), new Instance(), Clock.systemUTC());
        busy.open("p", "https://meanwhile", Calls.now().minusMillis(1), false);
        Instant until = Calls.now().plusSeconds(60);
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        counted.before = () -> {
            counted.before = () -> {};
            writing.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        Thread writer = Thread.ofVirtual().start(() -> busy.throttle("slow", KEY, until));
        writing.await();
        assertThat(busy.claimProbe("https://meanwhile", PROBE)).isTrue(); // so that it is read anew
        assertThat(busy.view("slow", "t", KEY).throttledUntil()).contains(until);
        go.countDown();
        writer.join();
        assertThat(busy.view("slow", "t", KEY).throttledUntil()).contains(until);
    }

    @Test
    void the_databases_time_need_not_come_first_among_what_is_read() throws SQLException {
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        FleetReading reading = new FleetReading();
        try (var connection = pool.getConnection();
                var rows = connection.createStatement().executeQuery("""
                        SELECT clock_timestamp() AS read_at, 'THROTTLE' AS what, 'early' AS name, '' AS credential,
                            clock_timestamp() AS since, clock_timestamp() + interval '1 minute' AS until,
                            0 AS calls, 0 AS failures, 0 AS slow, 0 AS retries
                        UNION ALL SELECT clock_timestamp(), 'NOW', '', '', now(), now(), 0, 0, 0, 0""")) {
            reading.addAll(rows, ahead);
        }
        assertThat(reading.snapshot(0, ahead.instant()).throttles().values())
                .singleElement()
                .satisfies(until -> assertThat(until)
                        .isBetween(
                                ahead.instant().plusSeconds(55), ahead.instant().plusSeconds(65)));
    }

    @Test
    void own_attempts_leave_the_window_after_a_minute() {
        RecentSeconds seconds = new RecentSeconds();
        long start =
                Instant.parse("2026-01-01T00:00:00Z").atOffset(ZoneOffset.UTC).toEpochSecond();
        seconds.count(start, new Window(1, 0, 0, 0));
        seconds.count(start + 30, new Window(2, 1, 0, 0));

        assertThat(seconds.sum(start + 59, 0)).isEqualTo(new Window(3, 1, 0, 0));
        assertThat(seconds.sum(start + 60, 0)).isEqualTo(new Window(2, 1, 0, 0));
        assertThat(seconds.sum(start + 59, start)).isEqualTo(new Window(2, 1, 0, 0));
    }
}
