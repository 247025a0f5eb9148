package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.persistence.embedded.TestDatabase;
import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RemedyOutcomesTest {

    @Test
    @Timeout(60)
    void what_is_committed_late_is_counted_all_the_same() throws SQLException {
        try (TestDatabase own = TestDatabase.create();
                AgroalDataSource pool = own.pool(4);
                Connection late = pool.getConnection();
                Statement writing = late.createStatement()) {
            new PostgresLedger(pool, new Instance())
                    .record(Calls.failed("late", "late-cause"), Optional.empty()); // its day is there
            late.setAutoCommit(false);
            writing.execute(
                    "INSERT INTO strike (call, received_at, position, number, symptom, remedy, worked, at, detail)"
                            + " SELECT id, received_at, 9, 1, 'TIMEOUT', 'RETRY_WITH_BACKOFF', true, now(), 'late' FROM call");
            Instant began = Clocks.now(late);
            counted(pool);
            Instant counted = counted(pool);
            assertThat(counted).isBefore(began);
            late.commit();
            late.setAutoCommit(true);
            assertThat(counted(pool)).isAfter(began);
            assertThat(new Database(pool)
                            .list(
                                    row -> row.getLong(1),
                                    "SELECT tries FROM remedy_outcome WHERE remedy = 'RETRY_WITH_BACKOFF'"))
                    .containsExactly(2L);
        }
    }

    private static Instant counted(AgroalDataSource pool) {
        return new Database(pool).transact(connection -> RemedyOutcomes.count(connection, Duration.ZERO));
    }
}
