package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.strike.Circuit;
import io.agroal.api.AgroalDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class ManyProcessesTest {

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource database = own.pool(4);

    @Test
    void three_processes_of_which_one_is_killed_give_every_id_once_and_lose_none_they_gave() throws Exception {
        Process killed = LedgerProcess.start(own, "100000");
        Process first = LedgerProcess.start(own, "400");
        Process second = LedgerProcess.start(own, "400");
        List<String> given = new ArrayList<>();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<String>> ofKilled = readers.submit(() -> lines(killed, 100));
            Future<List<String>> ofFirst = readers.submit(() -> lines(first, Integer.MAX_VALUE));
            Future<List<String>> ofSecond = readers.submit(() -> lines(second, Integer.MAX_VALUE));
            given.addAll(ofKilled.get());
            given.addAll(ofFirst.get());
            given.addAll(ofSecond.get());
        } finally {
            killed.destroyForcibly();
            first.destroyForcibly();
            second.destroyForcibly();
        }

        assertThat(given.stream().filter("done"::equals)).hasSize(2);
        given.removeIf("done"::equals);
        assertThat(given).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(800 + 100);
        List<Long> steps = numbers("SELECT step FROM call WHERE project = 'hot' ORDER BY step");
        for (int n = 0; n < steps.size(); n++) {
            assertThat(steps.get(n)).isEqualTo(n + 1L);
        }
        assertThat(given.stream().map(id -> Long.parseLong(id.substring(id.lastIndexOf('.') + 1))))
                .isSubsetOf(steps);
        assertThat(numbers("SELECT last FROM dpr_step WHERE project = 'HOT'")).containsExactly((long) steps.size());
        assertThat(numbers("SELECT occurrences FROM escalation"))
                .isEqualTo(numbers("SELECT count(*) FROM call WHERE symptom IS NOT NULL"));
        assertThat(numbers("SELECT count(*) FROM attempt a JOIN call c ON c.id = a.call WHERE c.project = 'hot'"))
                .containsExactly((long) steps.size());
    }

    @Test
    void four_processes_of_which_one_is_killed_leave_a_spend_that_is_the_sum_of_the_calls_to_the_last_digit()
            throws Exception {
        List<Process> processes = new ArrayList<>(List.of(LedgerProcess.start(own, "spend 100000")));
        for (int n = 0; n < 3; n++) {
            processes.add(LedgerProcess.start(own, "spend 400"));
        }
        int said = 0;
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> lines = new ArrayList<>();
            for (Process process : processes) {
                int most = lines.isEmpty() ? 150 : Integer.MAX_VALUE;
                lines.add(readers.submit(() -> lines(process, most)));
            }
            for (Future<List<String>> of : lines) {
                said += of.get().size();
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }

        assertThat(said).isGreaterThanOrEqualTo(150 + 3 * 401);
        assertThat(numbers("SELECT count(*) FROM call WHERE project LIKE 'spender-%'")
                        .getFirst())
                .isGreaterThanOrEqualTo(said - 3);
        String ledger = " FROM call WHERE project LIKE 'spender-%' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";
        String sums = " FROM spend WHERE project LIKE 'spender-%' AND cost <> 0 ORDER BY 1, 2, 3";
        assertThat(texts("SELECT project, provider, currency, calls, cost" + sums))
                .hasSize(6)
                .isEqualTo(texts("SELECT project, provider, cost_currency, sum((units ->> 'calls')::bigint), sum(cost)"
                        + ledger));
        assertThat(texts("SELECT project, unit, units FROM spend_unit WHERE project LIKE 'spender-%' ORDER BY 1, 2"))
                .hasSize(6)
                .isEqualTo(texts("SELECT project, u.key, sum(u.value::bigint) FROM call, jsonb_each_text(units) AS u"
                        + " WHERE project LIKE 'spender-%' GROUP BY 1, 2 ORDER BY 1, 2"));
    }

    @Test
    void an_outage_seen_by_one_process_stops_another_within_two_seconds() throws Exception {
        PostgresFleet fleet = new PostgresFleet(database, new Instance(), Clock.systemUTC());
        assertThat(fleet.view("stripe", Calls.TARGET, Optional.empty()).circuit())
                .isInstanceOf(Circuit.Closed.class);

        Process other = LedgerProcess.start(own, "open");
        assertThat(other.inputReader().readLine()).isEqualTo("opened");
        long opened = System.nanoTime();

        while (!(fleet.view("stripe", Calls.TARGET, Optional.empty()).circuit() instanceof Circuit.Open)) {
            assertThat(Duration.ofNanos(System.nanoTime() - opened)).isLessThan(Duration.ofSeconds(2));
        }
    }

    /** What the process said; after so many lines it is killed, and what it said until then still counts. */
    private static List<String> lines(Process process, int most) throws IOException {
        List<String> lines = new ArrayList<>();
        try (BufferedReader said = process.inputReader()) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.equals("done") || line.matches("INTEGRATION\\.(HOT|SPENDER-\\d)\\..*\\.20000\\.\\d{3,}")) {
                    lines.add(line);
                }
                if (lines.size() == most) {
                    process.toHandle().destroyForcibly(); // the process itself would close what it said
                }
            }
        }
        return lines;
    }

    private static List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                List<String> columns = new ArrayList<>();
                for (int n = 1; n <= row.getMetaData().getColumnCount(); n++) {
                    columns.add(row.getString(n));
                }
                texts.add(String.join(" ", columns));
            }
        }
        return texts;
    }

    private static List<Long> numbers(String sql) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                numbers.add(row.getLong(1));
            }
        }
        return numbers;
    }
}
