package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.call.Source;
import dev.heir.integration.health.Colour;
import dev.heir.integration.health.Evidence;
import dev.heir.integration.health.Phase;
import dev.heir.integration.health.Standing;
import dev.heir.integration.health.Standings;
import dev.heir.integration.health.Vitals;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.strike.Circuit;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Symptom;
import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StandingRowsTest {

    private static final Duration WINDOW = Duration.ofMinutes(5);

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource database = own.pool(8);
    private static final PostgresLedger ledger = new PostgresLedger(database, new Instance());
    private static final StandingRows standings = new StandingRows(new Database(database));

    @BeforeEach
    void forget() throws SQLException {
        execute(
                "TRUNCATE call, attempt, strike, escalation, resolution, circuit, standing, standing_change, probe_turn");
        execute("UPDATE sweep SET troubled = false, trouble_seen = null");
    }

    @Test
    void traffic_is_measured_by_provider() {
        Instant now = Calls.now();
        record(Story.of("a", now).replied(200).live());
        record(Story.of("a", now).silent().replied(200).live());
        record(Story.of("a", now).silent().silent().unanswered());
        record(Story.of("a", now).replied(429, Symptom.HTTP_429).ended(Source.STALE, Symptom.HTTP_429));
        record(Story.of("a", now)
                .replied(401, Symptom.AUTHENTICATION_FAILURE)
                .ended(Source.DEGRADED, Symptom.AUTHENTICATION_FAILURE));
        record(Story.of("a", now).ended(Source.CACHED, Symptom.TIMEOUT));
        record(Story.of("b", now).replied(200).live());

        Evidence a = measured("a", "b").getFirst();

        assertThat(a.vitals().calls()).isEqualTo(6);
        assertThat(a.vitals().answered()).isEqualTo(2);
        assertThat(a.vitals().letDown()).isEqualTo(2);
        assertThat(a.vitals().availability()).contains(0.5);
        assertThat(a.vitals().attempts()).isEqualTo(7);
        assertThat(a.vitals().failures()).isEqualTo(3);
        assertThat(a.vitals().limited()).isEqualTo(1);
        assertThat(a.vitals().refused()).isEqualTo(1);
        assertThat(a.vitals().latency().orElseThrow().p95()).isEqualTo(Duration.ofMillis(20));
        assertThat(a.everAnswered()).isTrue();
    }

    @Test
    void failures_in_a_row_are_those_since_the_last_answer() {
        Instant now = Calls.now();
        record(Story.of("a", now.minusSeconds(50)).silent().unanswered());
        record(Story.of("a", now.minusSeconds(40)).replied(200).live());
        record(Story.of("a", now.minusSeconds(30)).silent().unanswered());
        record(Story.of("a", now.minusSeconds(20))
                .replied(503, Symptom.SERVICE_UNAVAILABLE)
                .unanswered());

        Evidence.Target target = measured("a").getFirst().targets().getFirst();

        assertThat(target.url()).isEqualTo(Story.url("a"));
        assertThat(target.primary()).isTrue();
        assertThat(target.failuresInARow()).isEqualTo(2);
        assertThat(target.failingSince()).contains(now.minusSeconds(30));
        assertThat(target.lastFailure()).contains(now.minusSeconds(20).plusMillis(20));
        assertThat(target.lastAnswer()).contains(now.minusSeconds(40).plusMillis(20));
        assertThat(target.lastHeard()).contains(now.minusSeconds(20).plusMillis(20));
        assertThat(target.lastSilence()).contains(now.minusSeconds(30).plusMillis(20));
    }

    @Test
    void who_was_not_given_the_time_to_answer_has_neither_failed_nor_answered() {
        Instant now = Calls.now();
        record(Story.of("a", now.minusSeconds(30)).silent().unanswered());
        record(Story.of("a", now.minusSeconds(20)).hurried().unanswered());

        Evidence.Target target = measured("a").getFirst().targets().getFirst();

        assertThat(target.failuresInARow()).isEqualTo(1);
        assertThat(target.lastAnswer()).isEmpty();
        assertThat(target.lastSilence()).contains(now.minusSeconds(30).plusMillis(20));
    }

    @Test
    void who_has_no_address_is_silent_though_no_circuit_is_opened_for_it() {
        Instant now = Calls.now();
        record(Story.of("a", now).withheld().unanswered());

        Evidence.Target target = measured("a").getFirst().targets().getFirst();

        assertThat(target.failuresInARow()).isEqualTo(1);
        assertThat(target.lastSilence()).contains(now.plusMillis(20));
    }

    @Test
    void what_is_older_than_the_window_is_not_counted_but_was_an_answer_once() {
        record(Story.of("a", Calls.now().minusSeconds(3_600)).replied(200).live());

        Evidence a = measured("a").getFirst();

        assertThat(a.vitals().attempts()).isZero();
        assertThat(a.vitals().errorRate()).isEmpty();
        assertThat(a.targets()).isEmpty();
        assertThat(a.everAnswered()).isTrue();
        assertThat(measured("never").getFirst().everAnswered()).isFalse();
    }

    @Test
    void an_open_circuit_is_evidence_without_traffic() throws SQLException {
        execute("INSERT INTO circuit VALUES ('" + Story.url("a")
                + "', 'a', 'OPEN', now() - interval '1 minute', now() + interval '1 minute', 0)");

        Evidence.Target target = measured("a").getFirst().targets().getFirst();

        assertThat(target.circuit()).isInstanceOf(Circuit.Open.class);
        assertThat(target.primary()).isTrue();
    }

    /** It stays in the table for a while, so that instances know since when. */
    @Test
    void a_circuit_that_was_closed_again_is_no_evidence() throws SQLException {
        execute("INSERT INTO circuit VALUES ('" + Story.url("a")
                + "', 'a', 'CLOSED', now() - interval '1 second', now() + interval '1 minute', 2)");
        assertThat(measured("a").getFirst().targets()).isEmpty();
    }

    @Test
    void a_probe_that_was_not_heard_of_in_time_is_no_longer_under_way() throws SQLException {
        execute("INSERT INTO circuit VALUES ('" + Story.url("a")
                + "', 'a', 'HALF_OPEN', now() - interval '1 hour', now() + interval '1 minute', 2)");
        assertThat(measured("a").getFirst().targets().getFirst().circuit()).isInstanceOf(Circuit.HalfOpen.class);
        execute("UPDATE circuit SET until = now() - interval '1 second'");
        assertThat(measured("a").getFirst().targets().getFirst().circuit()).isInstanceOf(Circuit.Open.class);
    }

    @Test
    void our_own_trouble_is_believed_for_as_long_as_anything_is_measured_and_no_longer() throws SQLException {
        for (String age : List.of("4 minutes", "6 minutes")) {
            execute("UPDATE sweep SET troubled = true, trouble_seen = now() - interval '" + age + "'");
            List<Boolean> troubled = new ArrayList<>();
            standings.revise(providers("a"), WINDOW, WINDOW, measured -> {
                troubled.add(measured.troubled());
                return verdict(List.of(), true);
            });
            assertThat(troubled).as(age).containsExactly(age.startsWith("4"));
        }
        execute("UPDATE sweep SET troubled = true, trouble_seen = now() - interval '4 minutes'");
        record(Story.of("a", Calls.now().minusSeconds(1)).silent().unanswered());
        standings.revise(providers("a"), WINDOW, WINDOW, measured -> verdict(List.of(), true));
        assertThat(measured("a").getFirst().vitals().attempts())
                .as("seen again")
                .isZero();
    }

    @Test
    void failures_of_the_time_when_our_own_network_was_down_are_held_against_nobody() {
        record(Story.of("a", Calls.now().minusSeconds(1)).silent().unanswered());
        standings.revise(providers("a"), WINDOW, WINDOW, measured -> verdict(List.of(), true));

        assertThat(standings.troubled()).isTrue();
        assertThat(measured("a").getFirst().vitals().attempts()).isZero();
    }

    @Test
    void standings_are_listed_by_id_page_by_page() {
        Standing a = standing("a", Colour.GREEN);
        Standing b = standing("b", Colour.GREEN);
        Standing c = standing("c", Colour.GREEN);
        standings.revise(providers("a", "b", "c"), WINDOW, WINDOW, measured -> verdict(List.of(c, a, b), false));

        assertThat(standings.page(Optional.empty(), 2)).containsExactly(a, b);
        assertThat(standings.page(Optional.of("b"), 2)).containsExactly(c);
    }

    @Test
    void a_standing_is_read_as_it_was_judged_and_its_changes_are_kept() {
        Standing green = standing("a", Colour.GREEN);
        Standing red = standing("a", Colour.RED);
        revise(green);
        revise(green);
        revise(red);

        assertThat(standings.find("a")).contains(red);
        assertThat(standings.all()).containsExactly(red);
        assertThat(standings.changes("a", 10))
                .extracting(Standings.Change::colour)
                .containsExactly(Colour.RED, Colour.GREEN);
    }

    @Test
    void a_provider_that_is_no_longer_registered_has_no_standing() {
        revise(standing("a", Colour.GREEN));
        standings.revise(List.of(), WINDOW, WINDOW, measured -> verdict(List.of(), false));
        assertThat(standings.find("a")).isEmpty();
    }

    @Test
    void many_sweeps_at_once_open_one_case_for_one_outage() throws Exception {
        record(Story.of("a", Calls.now().minusSeconds(60)).silent().unanswered());
        Standing down = standing("a", Colour.RED);
        List<String> opened = new ArrayList<>();
        try (ExecutorService sweeps = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Standings.Revised>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(sweeps.submit(() -> standings.revise(
                        providers("a"),
                        WINDOW,
                        WINDOW,
                        measured -> new Standings.Verdict(List.of(down), List.of(down), false))));
            }
            for (Future<Standings.Revised> one : all) {
                opened.addAll(one.get().opened());
            }
        }

        assertThat(opened).hasSize(1);
        assertThat(text("SELECT cause || ' ' || triggers[1] || ' ' || first_dpr_id FROM escalation"))
                .startsWith("a:API_FAILURE SUSTAINED_OUTAGE INTEGRATION.SHOP.API_INTEGRATION.A.20000.");
    }

    @Test
    void an_outage_is_noted_on_the_case_that_a_call_opened() throws SQLException {
        record(Story.of("a", Calls.now()).silent().unanswered(EscalationTrigger.STRIKE_THREE));
        Standing down = standing("a", Colour.RED);

        Standings.Revised revised = standings.revise(
                providers("a"), WINDOW, WINDOW, measured -> new Standings.Verdict(List.of(down), List.of(down), false));

        assertThat(revised.opened()).isEmpty();
        assertThat(text("SELECT string_agg(array_to_string(triggers, ','), ';') FROM escalation"))
                .isEqualTo("STRIKE_THREE,SUSTAINED_OUTAGE");
    }

    @Test
    void a_due_probe_is_claimed_once_by_any_number_of_instances() throws Exception {
        Map<String, Duration> every = Map.of("a", Duration.ofMinutes(1), "b", Duration.ofMinutes(1));
        List<String> claimed = new ArrayList<>();
        try (ExecutorService instances = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(instances.submit(() -> standings.claimProbes(every, 10)));
            }
            for (Future<List<String>> one : all) {
                claimed.addAll(one.get());
            }
        }
        assertThat(claimed).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void probes_beyond_the_most_stay_due() {
        Map<String, Duration> every = Map.of("a", Duration.ofMinutes(1), "b", Duration.ofMinutes(1));
        assertThat(standings.claimProbes(every, 1)).containsExactly("a");
        assertThat(standings.claimProbes(every, 1)).containsExactly("b");
        assertThat(standings.claimProbes(every, 1)).isEmpty();
    }

    @Test
    @Tag("long")
    void a_sweep_over_a_thousand_providers_with_a_day_of_history_ends_in_time() throws SQLException {
        record(Story.of("p1", Calls.now()).replied(200).live());
        execute("""
                INSERT INTO attempt (call, received_at, number, provider, target, started_at, took_micros, status, retry,
                    slow, counts_against_target, detail)
                SELECT gen_random_uuid(), t.at, 1, 'p' || p, 'https://p' || p || '.example.com', t.at, 20000 + n,
                    200, false, false, false, ''
                FROM generate_series(1, 1000) AS p, generate_series(1, 200) AS n,
                    LATERAL (SELECT greatest(date_trunc('day', now(), 'UTC'), now() - n * n * interval '1 second')) AS t (at)
                """);
        execute("ANALYZE attempt");
        String[] ids = IntStream.rangeClosed(1, 1000).mapToObj(n -> "p" + n).toArray(String[]::new);

        Standings.Revised revised = assertTimeout(
                Duration.ofSeconds(10),
                () -> standings.revise(
                        providers(ids),
                        WINDOW,
                        WINDOW,
                        measured -> verdict(
                                measured.evidence().stream()
                                        .map(evidence -> standing(evidence.provider(), Colour.GREEN))
                                        .toList(),
                                false)));

        assertThat(revised.verdict().standings()).hasSize(1000);
        assertThat(standings.all()).hasSize(1000);
    }

    private static List<Evidence> measured(String... providers) {
        List<Evidence> evidence = new ArrayList<>();
        standings.revise(providers(providers), WINDOW, WINDOW, measured -> {
            evidence.addAll(measured.evidence());
            return verdict(List.of(), false);
        });
        return evidence;
    }

    private static void revise(Standing standing) {
        standings.revise(providers(standing.provider()), WINDOW, WINDOW, measured -> verdict(List.of(standing), false));
    }

    private static Standings.Verdict verdict(List<Standing> judged, boolean ownTrouble) {
        return new Standings.Verdict(judged, List.of(), ownTrouble);
    }

    private static Standing standing(String provider, Colour colour) {
        Instant now = Calls.now();
        Instant began = now.minusSeconds(120);
        return new Standing(
                provider,
                colour,
                Phase.OPERATE,
                List.of("told, by a test"),
                now,
                colour == Colour.RED ? Optional.of(new Standing.Outage(began, now)) : Optional.empty(),
                true,
                new Vitals(
                        began,
                        now,
                        7,
                        6,
                        1,
                        8,
                        2,
                        1,
                        1,
                        Optional.of(
                                new Vitals.Latency(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3)))));
    }

    private static List<Provider> providers(String... ids) {
        return List.of(ids).stream().map(Story::provider).toList();
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

    private static String text(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
