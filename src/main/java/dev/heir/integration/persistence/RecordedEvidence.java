package dev.heir.integration.persistence;

import dev.heir.integration.assign.Evidence;
import dev.heir.integration.assign.ProviderFacts;
import dev.heir.integration.assign.SiteFacts;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.ScrapeConfig;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the ledger, the sweep and the scraped pages tell of an integration. */
@Singleton
class RecordedEvidence implements Evidence {

    private final Database database;
    private final ScrapeConfig scraping;

    RecordedEvidence(Database database, ScrapeConfig scraping) {
        this.database = database;
        this.scraping = scraping;
    }

    @Override
    public ProviderFacts provider(String project, String id, Optional<Provider> registered) {
        return database.read(connection -> new ProviderFacts(
                registered,
                document(connection, id),
                stored(connection, registered.map(Provider::credentials).orElse(List.of())),
                LedgerEvidence.live(connection, project, id),
                LedgerEvidence.signed(connection, id),
                LedgerEvidence.lastDay(connection, project, id),
                HealthEvidence.standing(connection, id),
                HealthEvidence.probe(connection, id),
                HealthEvidence.openEscalation(connection, id)));
    }

    @Override
    public SiteFacts site(String project, PageUrl page) {
        return database.read(connection -> PageEvidence.of(connection, project, page, scraping.token()));
    }

    private static Map<String, Object> document(Connection connection, String provider) throws SQLException {
        try (PreparedStatement query =
                Asked.of(connection, "SELECT document::text FROM provider WHERE id = ?", provider)) {
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? JsonTree.read(row.getString(1)) : Map.of();
            }
        }
    }

    private static Set<String> stored(Connection connection, List<String> credentials) throws SQLException {
        try (PreparedStatement query = Asked.of(
                connection,
                "SELECT id FROM credential WHERE id = ANY (?)",
                connection.createArrayOf("text", credentials.toArray()))) {
            Set<String> stored = new HashSet<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    stored.add(rows.getString(1));
                }
            }
            return stored;
        }
    }
}
