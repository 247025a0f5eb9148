package dev.heir.integration.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The ledger's partitions, one a day of UTC, made when the first call of the day is written. */
final class LedgerDays {

    private static final List<String> TABLES =
            List.of("call", "attempt", "strike", "deferred_answer", "recorded_request");

    private LedgerDays() {}

    /** Made apart and attached, since that lets the writers of other days go on; the lock is for those who do the same. */
    static void create(Connection connection, Collection<Instant> times) throws SQLException {
        TreeSet<LocalDate> days = new TreeSet<>();
        times.forEach(time -> days.add(LocalDate.ofInstant(time, ZoneOffset.UTC)));
        try (Statement statement = connection.createStatement()) {
            for (LocalDate day : days) {
                StringBuilder parts = new StringBuilder();
                TABLES.forEach(table -> parts.append(part(table, day)));
                statement.execute("""
                        DO $$
                        BEGIN
                            PERFORM pg_advisory_xact_lock(hashtext('ledger day'));
                            %s
                        END $$
                        """.formatted(parts));
            }
        }
    }

    private static String part(String table, LocalDate day) {
        return """
                IF to_regclass('%1$s_%2$s') IS NULL THEN
                    CREATE TABLE %1$s_%2$s (LIKE %1$s INCLUDING ALL);
                    ALTER TABLE %1$s ATTACH PARTITION %1$s_%2$s FOR VALUES FROM ('%3$s 00:00+00') TO ('%4$s 00:00+00');
                END IF;
                """.formatted(table, DateTimeFormatter.BASIC_ISO_DATE.format(day), day, day.plusDays(1));
    }
}
