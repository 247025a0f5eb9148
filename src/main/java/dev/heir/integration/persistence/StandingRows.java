package dev.heir.integration.persistence;

import dev.heir.integration.health.Colour;
import dev.heir.integration.health.Phase;
import dev.heir.integration.health.Standing;
import dev.heir.integration.health.Standings;
import dev.heir.integration.provider.Provider;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Standings in PostgreSQL. */
@Singleton
final class StandingRows implements Standings {

    private final Database database;

    StandingRows(Database database) {
        this.database = database;
    }

    @Override
    public Revised revise(List<Provider> providers, Duration window, Duration sustained, Judge judge) {
        return database.transact(connection -> {
            SweepRow last = SweepRow.lock(connection);
            Map<String, Standing> before = byProvider(all(connection));
            Map<String, Boolean> answered =
                    before.values().stream().collect(Collectors.toMap(Standing::provider, Standing::everAnswered));
            Measured measured = new Measured(
                    new Measurement(connection, last, window).of(providers, answered),
                    before,
                    last.isTroubled(window),
                    last.now());
            Verdict verdict = judge.judge(measured);
            StandingRow.store(connection, verdict.standings(), before, last.now());
            forget(connection, providers);
            List<String> opened = new ArrayList<>();
            // In the order in which the ledger opens cases, so that neither waits for the other in a circle.
            for (Standing down : verdict.sustained().stream()
                    .sorted(Comparator.comparing(OutageCases::cause))
                    .toList()) {
                OutageCases.open(connection, down, sustained).ifPresent(opened::add);
            }
            last.write(connection, verdict.ownTrouble(), isSilent(measured));
            return new Revised(verdict, opened);
        });
    }

    @Override
    public Optional<Standing> find(String provider) {
        return database.first(StandingRow::read, "SELECT * FROM standing WHERE provider = ?", provider);
    }

    @Override
    public List<Standing> all() {
        return database.read(StandingRows::all);
    }

    @Override
    public List<Standing> page(Optional<String> after, int most) {
        return database.list(
                StandingRow::read,
                "SELECT * FROM standing WHERE provider > ? ORDER BY provider LIMIT ?",
                after.orElse(""),
                most);
    }

    @Override
    public boolean troubled() {
        return database.first(row -> row.getBoolean(1), "SELECT troubled FROM sweep")
                .orElse(false);
    }

    @Override
    public List<Change> changes(String provider, int most) {
        return database.list(
                row -> new Change(
                        Columns.instant(row, "at"),
                        Colour.valueOf(row.getString("colour")),
                        Phase.valueOf(row.getString("phase")),
                        Columns.texts(row, "reasons")),
                "SELECT at, colour, phase, reasons FROM standing_change WHERE provider = ? ORDER BY id DESC LIMIT ?",
                provider,
                most);
    }

    @Override
    public List<String> claimProbes(Map<String, Duration> every, int most) {
        return database.read(connection -> ProbeTurns.claim(connection, every, most));
    }

    private static boolean isSilent(Measured measured) {
        return measured.evidence().stream()
                .flatMap(evidence -> evidence.targets().stream())
                .anyMatch(target -> target.lastSilence().isPresent());
    }

    private static Map<String, Standing> byProvider(List<Standing> standings) {
        return standings.stream().collect(Collectors.toMap(Standing::provider, Function.identity()));
    }

    private static List<Standing> all(Connection connection) throws SQLException {
        return Database.list(connection, StandingRow::read, "SELECT * FROM standing ORDER BY provider");
    }

    /** A provider that is no longer registered has no standing. */
    private static void forget(Connection connection, List<Provider> providers) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM standing WHERE provider <> ALL (?)")) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", providers.stream().map(Provider::id).toArray()));
            statement.executeUpdate();
        }
    }
}
