package dev.heir.integration.persistence;

import dev.heir.integration.scrape.Errand;
import dev.heir.integration.scrape.Page;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pages given back by the instance that had them: at their end, or to wait. */
final class SettledRows {

    private SettledRows() {}

    /** Whether it was still ours. */
    static boolean end(Connection connection, Errand errand, Page end) throws SQLException {
        return end(connection, errand, end, OptionalLong.empty());
    }

    /** @param fingerprint of what the page says, where its crawl compares pages */
    static boolean end(Connection connection, Errand errand, Page end, OptionalLong fingerprint) throws SQLException {
        Optional<UUID> scrape = Database.first(
                connection,
                row -> row.getObject(1, UUID.class),
                """
                UPDATE scrape_page SET state = ?, outcome = CAST(? AS jsonb), ended_at = clock_timestamp(), at = ?,
                    hops = ?, at_key = ?, simhash = ?, lost = 0, lease = NULL, leased_until = NULL
                WHERE id = ? AND lease = ? RETURNING scrape
                """,
                end.state(),
                PageDocument.write(end),
                errand.at().toString(),
                errand.hops(),
                addressBehindRedirects(errand),
                end instanceof Page.Fetched && fingerprint.isPresent() ? fingerprint.getAsLong() : null,
                errand.id(),
                errand.lease());
        if (scrape.isPresent() && end instanceof Page.Dead dead) {
            PageCases.open(connection, scrape.get(), errand, dead);
        }
        return scrape.isPresent();
    }

    /** How long after it is due again a page that failed waits for who was told of it, who is told again after the pause. */
    private static final Duration TOLD = Duration.ofMinutes(15);

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
                            turn = greatest(turn, clock_timestamp() + ? * interval '1 microsecond')
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
                        HostClockTable.micros(pause),
                        errand.id(),
                        errand.lease())
                == 1;
    }

    /** Only a crawl asks by what other addresses its pages are known. */
    private static @Nullable String addressBehindRedirects(Errand errand) {
        return errand.hops() > 0 && errand.order().crawl().isPresent() ? PageKey.of(errand.at(), errand.order()) : null;
    }
}
