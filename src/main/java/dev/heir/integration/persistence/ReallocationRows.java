package dev.heir.integration.persistence;

import dev.heir.integration.provider.Tier;
import dev.heir.integration.provider.TierShares;
import dev.heir.integration.report.cost.Reallocation;
import dev.heir.integration.report.cost.Reallocations;
import dev.heir.integration.report.cost.TierUse;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Changes of shares in PostgreSQL; the one that holds is laid over the provider's document when it is read. */
@Singleton
final class ReallocationRows implements Reallocations {

    private final Database database;

    ReallocationRows(Database database) {
        this.database = database;
    }

    @Override
    public Map<String, List<TierUse>> use(LocalDate from) {
        return database
                .list(
                        row -> Map.entry(
                                row.getString("provider"),
                                new TierUse(
                                        row.getObject("day", LocalDate.class),
                                        Tier.valueOf(row.getString("tier")),
                                        row.getLong("calls"),
                                        row.getLong("refused"),
                                        row.getLong("used"))),
                        "SELECT * FROM tier_day WHERE day >= ? ORDER BY provider, day, tier",
                        from)
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    @Override
    public boolean record(String provider, Reallocation made, boolean apply) {
        return database.transact(connection -> {
            // The catalogue's row first, as everyone who changes providers does: its lock lets one in at a time.
            Database.update(
                    connection, "UPDATE catalogue SET revision = revision + 1 WHERE name = ?", Catalogue.PROVIDERS);
            boolean early = Database.first(
                            connection,
                            row -> row.getString("provider"),
                            "SELECT provider FROM reallocation WHERE provider = ? AND made_at > now() - interval '7 days'",
                            provider)
                    .isPresent();
            if (early) {
                return false;
            }
            State state = apply ? State.APPLIED : State.PROPOSED;
            TierShares base = apply ? base(connection, provider, made.from()) : made.from();
            Database.update(
                    connection,
                    "UPDATE reallocation SET state = 'SUPERSEDED' WHERE provider = ? AND state = ?",
                    provider,
                    state.name());
            Database.update(
                    connection,
                    """
                    INSERT INTO reallocation (provider, state, base_critical, base_important, base_nice_to_have,
                        from_critical, from_important, from_nice_to_have, critical, important, nice_to_have, reason)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    provider,
                    state.name(),
                    base.critical(),
                    base.important(),
                    base.niceToHave(),
                    made.from().critical(),
                    made.from().important(),
                    made.from().niceToHave(),
                    made.to().critical(),
                    made.to().important(),
                    made.to().niceToHave(),
                    made.reason());
            return true;
        });
    }

    /** The shares of the document: those that hold now, unless they are laid over it themselves. */
    private static TierShares base(Connection connection, String provider, TierShares now) throws SQLException {
        return Database.first(
                        connection,
                        row -> Map.entry(shares(row, ""), shares(row, "base_")),
                        "SELECT * FROM reallocation WHERE provider = ? AND state = 'APPLIED'",
                        provider)
                .filter(applied -> same(applied.getKey(), now))
                .map(Map.Entry::getValue)
                .orElse(now);
    }

    @Override
    public List<Made> newest(Optional<String> provider, int most) {
        return database.list(
                row -> new Made(
                        row.getString("provider"),
                        Columns.instant(row, "made_at"),
                        State.valueOf(row.getString("state")),
                        shares(row, "from_"),
                        shares(row, ""),
                        row.getString("reason")),
                """
                SELECT * FROM reallocation WHERE ?::text IS NULL OR provider = ? ORDER BY made_at DESC, provider LIMIT ?
                """,
                provider.orElse(null),
                provider.orElse(null),
                most);
    }

    /** What is laid over documents, by provider. */
    static Map<String, Overlay> applied(Connection connection) throws SQLException {
        Map<String, Overlay> overlays = new HashMap<>();
        Database.list(
                connection,
                row -> overlays.put(row.getString("provider"), new Overlay(shares(row, "base_"), shares(row, ""))),
                "SELECT * FROM reallocation WHERE state = 'APPLIED'");
        return overlays;
    }

    /** @param base the shares in the document when this was applied */
    record Overlay(TierShares base, TierShares shares) {

        /** The shares that hold: the document's own as soon as a person changed them, or wants only proposals. */
        TierShares over(TierShares declared) {
            return declared.reallocate() == TierShares.Reallocate.AUTOMATIC && same(declared, base)
                    ? new TierShares(
                            shares.critical(),
                            shares.important(),
                            shares.niceToHave(),
                            declared.lend(),
                            declared.reallocate())
                    : declared;
        }
    }

    private static boolean same(TierShares one, TierShares other) {
        return one.critical() == other.critical()
                && one.important() == other.important()
                && one.niceToHave() == other.niceToHave();
    }

    private static TierShares shares(ResultSet row, String prefix) throws SQLException {
        return new TierShares(
                row.getInt(prefix + "critical"), row.getInt(prefix + "important"), row.getInt(prefix + "nice_to_have"));
    }
}
