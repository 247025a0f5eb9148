package dev.heir.integration.persistence;

import dev.heir.integration.provider.MonthlyUse;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The units of a provider's month: as this instance remembers them, at most one second old, or counted at once. */
@ApplicationScoped
class MonthlyUseView implements MonthlyUse {

    private static final Duration OLDEST = Duration.ofSeconds(1);
    private static final int LARGEST_GROUP = 256;

    private final Database database;
    private final Clock clock;
    private final Map<Month, Known> known = new ConcurrentHashMap<>();
    private final GroupCommit<Taking, Map<String, Long>> counts = new GroupCommit<>(LARGEST_GROUP, this::counted);

    MonthlyUseView(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Map<String, Long> units(String provider, Instant at) {
        Month month = new Month(provider, YearMonth.from(at.atOffset(ZoneOffset.UTC)));
        Instant now = clock.instant();
        Known remembered = known.get(month);
        if (remembered != null && remembered.isYoung(now)) {
            return remembered.units;
        }
        // Whoever asks at the same moment reads as well: they get the same sums, and nobody waits for another's query.
        Known read = new Known(now, read(month));
        known.put(month, read);
        known.values().removeIf(old -> !old.isYoung(now));
        return read.units;
    }

    @Override
    public Map<String, Long> count(String provider, Instant at, Map<String, Long> units) {
        return counts.submit(new Taking(new Month(provider, YearMonth.from(at.atOffset(ZoneOffset.UTC))), units));
    }

    /** Rows are locked in one order by everybody. A group's takings have their places in its order. */
    private List<Map<String, Long>> counted(List<Taking> group) {
        TreeMap<Counter, Long> sums = new TreeMap<>();
        group.forEach(
                one -> one.units.forEach((unit, units) -> sums.merge(new Counter(one.month, unit), units, Long::sum)));
        Map<Counter, Long> next = new HashMap<>();
        if (sums.size() == 1) {
            sums.forEach((counter, sum) -> next.put(counter, database.read(it -> before(it, counter, sum))));
        } else {
            database.transact(connection -> {
                for (Map.Entry<Counter, Long> sum : sums.entrySet()) {
                    next.put(sum.getKey(), before(connection, sum.getKey(), sum.getValue()));
                }
                return next;
            });
        }
        return group.stream().map(one -> one.place(next)).toList();
    }

    /**
     * What the ledger has and nobody counted, because the price had no steps then, counts as well. What was counted and
     * never recorded was used all the same: its instance died.
     */
    private static long before(Connection connection, Counter counter, long units) throws SQLException {
        LocalDate first = counter.month.month.atDay(1);
        return Database.first(
                                connection,
                                row -> row.getLong("units"),
                                """
                        INSERT INTO month_unit AS m (provider, month, unit, units)
                        SELECT ?, ?, ?, coalesce(sum(units), 0) + ? FROM spend_unit
                        WHERE provider = ? AND day >= ? AND day < ? AND unit = ?
                        ON CONFLICT (provider, month, unit)
                            DO UPDATE SET units = greatest(m.units + ?, excluded.units)
                        RETURNING m.units
                        """,
                                counter.month.provider,
                                first,
                                counter.unit,
                                units,
                                counter.month.provider,
                                first,
                                first.plusMonths(1),
                                counter.unit,
                                units)
                        .orElseThrow()
                - units;
    }

    private Map<String, Long> read(Month month) {
        LocalDate first = month.month.atDay(1);
        Map<String, Long> units = new HashMap<>();
        database.list(
                row -> units.put(row.getString("unit"), row.getLong("units")),
                "SELECT unit, sum(units) AS units FROM spend_unit WHERE provider = ? AND day >= ? AND day < ? GROUP BY unit",
                month.provider,
                first,
                first.plusMonths(1));
        return Map.copyOf(units);
    }

    private record Month(String provider, YearMonth month) {}

    private record Counter(Month month, String unit) implements Comparable<Counter> {
        private static final Comparator<Counter> ORDER = Comparator.<Counter, String>comparing(it -> it.month.provider)
                .thenComparing(it -> it.month.month)
                .thenComparing(Counter::unit);

        @Override
        public int compareTo(Counter other) {
            return ORDER.compare(this, other);
        }
    }

    private record Taking(Month month, Map<String, Long> units) {

        /** @param next where the next one begins; moved on by these units */
        Map<String, Long> place(Map<Counter, Long> next) {
            Map<String, Long> before = new HashMap<>();
            units.forEach((unit, count) -> {
                Counter counter = new Counter(month, unit);
                long at = next.getOrDefault(counter, 0L);
                before.put(unit, at);
                next.put(counter, at + count);
            });
            return before;
        }
    }

    private record Known(Instant asOf, Map<String, Long> units) {

        boolean isYoung(Instant now) {
            return !now.isBefore(asOf) && now.isBefore(asOf.plus(OLDEST));
        }
    }
}
