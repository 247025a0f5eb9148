package dev.heir.integration.persistence;

import dev.heir.integration.scrape.RenderedSites;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which hosts need a browser, in PostgreSQL: that one does for a week, that one does not for a day. Asked for every page, so
 * an answer is used for a minute.
 */
@Singleton
final class RenderedSitesTable implements RenderedSites {

    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int MOST = 1_000;

    private final Database database;
    private final Clock clock;
    private final Map<Site, Known> lately = new ConcurrentHashMap<>();

    RenderedSitesTable(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private record Site(String project, String host) {}

    private record Known(Optional<Boolean> needs, Instant until) {}

    @Override
    public Optional<Boolean> needsBrowser(String project, String host) {
        Site site = new Site(project, host);
        Instant now = clock.instant();
        Known known = lately.get(site);
        if (known != null && now.isBefore(known.until())) {
            return known.needs();
        }
        Optional<Boolean> needs =
                database.read(connection -> Database.first(connection, row -> row.getBoolean(1), """
                SELECT needs_browser FROM site_rendering WHERE project = ? AND host = ?
                    AND noted_at > clock_timestamp() - CASE WHEN needs_browser THEN interval '7 days'
                        ELSE interval '1 day' END
                """, project, host));
        if (lately.size() >= MOST) {
            lately.clear();
        }
        lately.put(site, new Known(needs, now.plus(REMEMBERED)));
        return needs;
    }

    @Override
    public void note(String project, String host, boolean needsBrowser) {
        var _ = database.transact(connection -> {
            Outlived.sites(connection);
            return Database.update(connection, """
                    INSERT INTO site_rendering (project, host, needs_browser) VALUES (?, ?, ?)
                    ON CONFLICT (project, host) DO UPDATE SET needs_browser = excluded.needs_browser,
                        noted_at = excluded.noted_at
                    """, project, host, needsBrowser);
        });
        lately.remove(new Site(project, host));
    }
}
