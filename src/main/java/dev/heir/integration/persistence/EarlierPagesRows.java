package dev.heir.integration.persistence;

import dev.heir.integration.scrape.EarlierPages;
import dev.heir.integration.scrape.Order;
import dev.heir.integration.scrape.Page;
import dev.heir.integration.scrape.PageUrl;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Pages of earlier scrapes that a website can be asked about; one whose scrape is no longer kept is read anew. */
@Singleton
final class EarlierPagesRows implements EarlierPages {

    private final Database database;

    EarlierPagesRows(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Page.Fetched> find(String project, PageUrl url, Order order) {
        return database.read(connection -> Database.first(
                        connection,
                        row -> PageDocument.read("FETCHED", row.getString(1)),
                        """
                        SELECT p.outcome FROM scrape_page p JOIN scrape s ON s.id = p.scrape
                        WHERE p.content_key = ? AND p.state = 'FETCHED'
                            AND p.outcome #> '{provenance,validators}' IS NOT NULL
                            AND s.project = ? AND s.wants IS NOT DISTINCT FROM CAST(? AS jsonb)
                            AND coalesce(CAST(p.outcome #>> '{provenance,unchangedSince}' AS timestamptz), p.ended_at)
                                > clock_timestamp() - interval '30 days'
                        ORDER BY p.ended_at DESC LIMIT 1
                        """,
                        PageKey.of(url, order),
                        project,
                        OrderDocument.write(order).orElse(null)))
                .flatMap(page -> page instanceof Page.Fetched fetched ? Optional.of(fetched) : Optional.empty());
    }
}
