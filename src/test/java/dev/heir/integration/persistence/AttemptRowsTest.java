package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.access.SharedAttempts;
import dev.heir.integration.persistence.embedded.TestDatabase;
import io.agroal.api.AgroalDataSource;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AttemptRowsTest {

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource pool = own.pool(4);

    private final String source = UUID.randomUUID().toString();
    private AttemptRows one;
    private AttemptRows other;

    @BeforeEach
    void begin() {
        one = new AttemptRows(new Database(pool));
        other = new AttemptRows(new Database(pool));
    }

    @Test
    void instances_count_together_and_each_pause_is_twice_the_one_before() {
        for (int i = 1; i < SharedAttempts.FREE; i++) {
            assertThat((i % 2 == 0 ? one : other).failed(source)).isEmpty();
        }
        assertThat(one.failed(source)).contains(Duration.ofSeconds(1));
        assertThat(other.failed(source)).contains(Duration.ofSeconds(2));
        assertThat(one.failed(source)).contains(Duration.ofSeconds(4));
        for (int i = 0; i < 200; i++) {
            one.failed(source);
        }
        assertThat(one.failed(source)).contains(SharedAttempts.LONGEST);
    }

    @Test
    void a_few_wrong_keys_are_forgotten_after_a_minute_and_many_after_a_quarter_of_an_hour() {
        for (int i = 1; i < SharedAttempts.FREE; i++) {
            one.failed(source);
        }
        passes("2 minutes");
        assertThat(one.failed(source)).isEmpty();
        for (int i = 1; i < SharedAttempts.FREE; i++) {
            one.failed(source);
        }
        passes("14 minutes");
        assertThat(one.failed(source)).contains(Duration.ofSeconds(2));
        passes("16 minutes");
        assertThat(one.failed(source)).isEmpty();
    }

    @Test
    void whoever_is_quiet_for_an_hour_leaves_nothing_behind() {
        one.failed(source);
        passes("2 hours");
        one.failed(source + "'s neighbour");
        assertThat(new Database(pool)
                        .first(row -> row.getInt(1), "select failures from failed_attempt where source = ?", source))
                .isEmpty();
    }

    @Test
    void without_postgresql_a_wrong_key_costs_a_second() {
        AgroalDataSource gone = own.pool(1);
        gone.close();
        assertThat(new AttemptRows(new Database(gone)).failed(source)).contains(Duration.ofSeconds(1));
    }

    private void passes(String time) {
        new Database(pool)
                .update(
                        "update failed_attempt set first = first - ?::interval, last = last - ?::interval where source = ?",
                        time,
                        time,
                        source);
    }
}
