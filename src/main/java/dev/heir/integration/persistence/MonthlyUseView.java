package dev.heir.integration.persistence;

import dev.heir.integration.provider.MonthlyUse;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The units of a provider's month as this instance remembers them, at most one second old. */
@ApplicationScoped
class MonthlyUseView implements MonthlyUse {

    private static final Duration OLDEST = Duration.ofSeconds(1);

    private final Database database;
    private final Clock clock;
    private final Map<Month, Known> known = new ConcurrentHashMap<>();

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

    private record Known(Instant asOf, Map<String, Long> units) {

        boolean isYoung(Instant now) {
            return !now.isBefore(asOf) && now.isBefore(asOf.plus(OLDEST));
        }
    }
}
