package dev.heir.integration.persistence;

import dev.heir.integration.provider.DprId;
import dev.heir.integration.scrape.Errand;
import dev.heir.integration.scrape.Page;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Symptom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Case files of pages that were given up, one for each project and host, in the transaction that gives them up. */
final class PageCases {

    /** A site that is down takes all its pages with it: the case names the first ones and counts the others. */
    private static final int MOST_NAMED = 20;

    private PageCases() {}

    /** The call that told of it first; a page may also be given up without one, when each time its instance died. */
    private record First(UUID call, DprId id, String operation, Symptom symptom, Optional<String> signature) {}

    /** Opens the case of the page's host, or adds the page to the open one. */
    static void open(Connection connection, UUID scrape, Errand errand, Page.Dead dead) throws SQLException {
        String host = errand.at().host();
        // Before the case, as the ledger does it: who takes a step locks its counter first.
        First first = first(connection, scrape, errand);
        String advice = "page " + dead.url() + " was given up after " + dead.attempts() + " tries (" + dead.reason()
                + "): see /v1/scrapes/" + scrape + ", and hand it in again when the site is well";
        var _ = Database.update(
                connection,
                """
                INSERT INTO escalation AS e (cause, pattern, symptom, triggers, signature, project, provider, operation,
                    occurrences, first_call, first_dpr_id, recommendations, attempted)
                VALUES (?, ?, ?, ARRAY[?], ?, ?, ?, ?, 1, ?, ?, jsonb_build_array(?::text), '[]')
                ON CONFLICT (cause) WHERE status <> 'RESOLVED' DO UPDATE
                SET occurrences = e.occurrences + 1, last_seen_at = excluded.last_seen_at,
                    recommendations = CASE WHEN jsonb_array_length(e.recommendations) < ?
                        THEN e.recommendations || excluded.recommendations ELSE e.recommendations END
                """,
                Stored.key("pages:" + errand.project() + ":" + host),
                first.symptom().pattern().name(),
                first.symptom().name(),
                EscalationTrigger.STRIKE_THREE.name(),
                first.signature().orElse(null),
                errand.project(),
                host,
                first.operation(),
                first.call(),
                first.id().toString(),
                advice,
                MOST_NAMED);
    }

    private static First first(Connection connection, UUID scrape, Errand errand) throws SQLException {
        Optional<First> told = Database.first(
                connection, PageCases::read, """
                SELECT c.id, c.project, c.kind, c.tool, c.step, c.operation, c.symptom, c.signature FROM call c
                WHERE c.provider = ? AND c.project = ? AND c.kind = ? AND c.symptom IS NOT NULL
                    AND c.received_at >= (SELECT submitted_at FROM scrape WHERE id = ?)
                ORDER BY c.received_at LIMIT 1
                """, errand.at().host(), errand.project(), ScrapeTable.KIND, scrape);
        if (told.isPresent()) {
            return told.get();
        }
        DprId id = DprSteps.take(
                        connection, errand.project(), List.of(new DprSteps.Wanted(ScrapeTable.KIND, ScrapeTable.TOOL)))
                .getFirst();
        return new First(errand.id(), id, "GET " + errand.at().path(), Symptom.SERVICE_UNAVAILABLE, Optional.empty());
    }

    private static First read(ResultSet row) throws SQLException {
        return new First(
                row.getObject("id", UUID.class),
                new DprId(row.getString("project"), row.getString("kind"), row.getString("tool"), row.getLong("step")),
                row.getString("operation"),
                Symptom.valueOf(row.getString("symptom")),
                Columns.maybeText(row, "signature"));
    }
}
