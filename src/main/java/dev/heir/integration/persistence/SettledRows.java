package dev.heir.integration.persistence;

import dev.heir.integration.scrape.Errand;
import dev.heir.integration.scrape.Page;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pages given back by the instance that had them: at their end, or to wait. */
final class SettledRows {

    /** How long after it is due again a page that failed waits for who was told of it, who is told again after the pause. */
    private static final Duration TOLD = Duration.ofMinutes(15);

    private SettledRows() {}

    /** @return how many of them were still ours */
    static int end(Connection connection, List<Reckoned> pages) throws SQLException {
        if (pages.isEmpty()) {
            return 0;
        }
        int[] counts;
        try (PreparedStatement statement = connection.prepareStatement("""
                UPDATE scrape_page SET state = ?, outcome = CAST(? AS jsonb), ended_at = clock_timestamp(), at = ?,
                    hops = ?, at_key = ?, simhash = ?, lost = 0, lease = NULL, leased_until = NULL
                WHERE id = ? AND lease = ?
                """)) {
            for (Reckoned page : pages) {
                Errand errand = page.errand();
                Page end = page.page();
                statement.setString(1, end.state());
                statement.setString(2, Stored.text(PageDocument.write(end)));
                statement.setString(3, errand.at().toString());
                statement.setInt(4, errand.hops());
                statement.setString(5, addressBehindRedirects(errand));
                if (end instanceof Page.Fetched && page.fingerprint().isPresent()) {
                    statement.setLong(6, page.fingerprint().getAsLong());
                } else {
                    statement.setNull(6, Types.BIGINT);
                }
                statement.setObject(7, errand.id());
                statement.setObject(8, errand.lease());
                statement.addBatch();
            }
            counts = statement.executeBatch();
        }
        int ours = 0;
        for (int i = 0; i < counts.length; i++) {
            Reckoned page = pages.get(i);
            ours += counts[i];
            if (counts[i] > 0 && page.page() instanceof Page.Dead dead) {
                PageCases.open(connection, scrape(connection, page.errand()), page.errand(), dead);
            }
        }
        return ours;
    }

    private static UUID scrape(Connection connection, Errand errand) throws SQLException {
        return Database.first(
                        connection,
                        row -> row.getObject(1, UUID.class),
                        "SELECT scrape FROM scrape_page WHERE id = ?",
                        errand.id())
                .orElseThrow();
    }

    /** Whether it was still ours. */
    static boolean putBack(Connection connection, Errand errand, Duration pause, Optional<String> failure)
            throws SQLException {
        return Database.update(
                        connection,
                        """
                        UPDATE scrape_page SET at = ?, host = ?, hops = ?, pauses = ?, tries = tries + ?, at_key = ?,
                            failure = coalesce(?, failure), lost = 0, lease = NULL, leased_until = NULL,
                            not_before = clock_timestamp() + ? * interval '1 microsecond',
                            told_until = clock_timestamp() + ? * interval '1 microsecond',
                            turn = greatest(turn, clock_timestamp() + CAST(? AS bigint) * interval '1 microsecond')
                        WHERE id = ? AND lease = ?
                        """,
                        errand.at().toString(),
                        errand.at().host(),
                        errand.hops(),
                        errand.pauses(),
                        failure.isPresent() ? 1 : 0,
                        addressBehindRedirects(errand),
                        failure.orElse(null),
                        HostClockTable.micros(pause),
                        failure.map(_ -> HostClockTable.micros(pause.plus(TOLD)))
                                .orElse(null),
                        // Who need not wait keeps the place it had.
                        pause.isZero() && failure.isEmpty() ? null : HostClockTable.micros(pause),
                        errand.id(),
                        errand.lease())
                == 1;
    }

    /** Only a crawl asks by what other addresses its pages are known. */
    static @Nullable String addressBehindRedirects(Errand errand) {
        return errand.hops() > 0 && errand.order().crawl().isPresent() ? PageKey.of(errand.at(), errand.order()) : null;
    }
}
