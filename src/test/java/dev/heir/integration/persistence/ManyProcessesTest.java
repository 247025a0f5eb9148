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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ManyProcessesTest {

    private static final TestDatabase own = TestDatabase.create();
    private static final AgroalDataSource database = own.pool(4);

    @AfterAll
    static void close() {
        database.close();
        own.close();
    }

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
        assertThat(numbers("SELECT last FROM dpr_step")).containsExactly((long) steps.size());
        assertThat(numbers("SELECT occurrences FROM escalation"))
                .isEqualTo(numbers("SELECT count(*) FROM call WHERE symptom IS NOT NULL"));
        assertThat(numbers("SELECT count(*) FROM attempt")).containsExactly((long) steps.size());
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
                if (line.equals("done") || line.matches("INTEGRATION\\.HOT\\..*\\.20000\\.\\d{3,}")) {
                    lines.add(line);
                }
                if (lines.size() == most) {
                    process.toHandle().destroyForcibly(); // the process itself would close what it said
                }
            }
        }
        return lines;
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
