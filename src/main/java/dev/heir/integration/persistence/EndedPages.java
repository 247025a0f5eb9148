package dev.heir.integration.persistence;

import dev.heir.integration.scrape.Ended;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the ends of pages, those that come together in one transaction: its commit costs the same for one page as for
 * twenty. What PostgreSQL refuses of one page does not harm the others: then each has a transaction of its own.
 */
final class EndedPages {

    private static final int MOST_TOGETHER = 64;

    private final Database database;
    private final CrawlEnds crawls;
    private final GroupCommit<Reckoned, Optional<RuntimeException>> commits =
            new GroupCommit<>(MOST_TOGETHER, this::write);

    EndedPages(Database database) {
        this.database = database;
        this.crawls = new CrawlEnds();
    }

    /** One of the pages was another's when it came to writing it: nothing is written, and the pages are looked at anew. */
    static final class NotOurs extends SQLException {
        private static final long serialVersionUID = 1;
    }

    /** @return the hosts of what the pages link to, and their own */
    Set<String> settle(List<Ended> ended) {
        // All that is reckoned comes before the crawls are locked.
        List<Reckoned> pages = ended.stream().map(Reckoned::of).toList();
        commits.submit(pages).stream().flatMap(Optional::stream).findFirst().ifPresent(trouble -> {
            throw trouble;
        });
        return Reckoned.hosts(pages);
    }

    private List<Optional<RuntimeException>> write(List<Reckoned> group) {
        try {
            writeAll(group);
            return group.stream().map(_ -> Optional.<RuntimeException>empty()).toList();
        } catch (RuntimeException together) {
            return group.size() == 1
                    ? List.of(Optional.of(together))
                    : group.stream()
                            .flatMap(one -> write(List.of(one)).stream())
                            .toList();
        }
    }

    private void writeAll(List<Reckoned> group) {
        List<Runnable> committed = database.transact(connection -> written(connection, group));
        committed.forEach(Runnable::run);
    }

    /** Crawls are locked before any of their pages, as everybody locks them. */
    private List<Runnable> written(Connection connection, List<Reckoned> group) throws SQLException {
        List<Reckoned> ofCrawls = new ArrayList<>();
        List<Reckoned> others = new ArrayList<>();
        group.forEach(page -> (page.isOfCrawl() ? ofCrawls : others).add(page));
        List<Runnable> committed = crawls.end(connection, ofCrawls);
        SettledRows.end(connection, others);
        return committed;
    }
}
