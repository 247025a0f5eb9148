package dev.heir.integration.persistence;

import dev.heir.integration.health.Escalations;
import dev.heir.integration.scrape.FieldMemory;
import dev.heir.integration.scrape.HostClock;
import dev.heir.integration.scrape.MessageCases;
import dev.heir.integration.scrape.PageQueue;
import dev.heir.integration.scrape.RobotsFiles;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** One instance's own adapters, for tests without Quarkus. */
public record ScrapeTables(
        PageQueue queue,
        HostClock hosts,
        RobotsFiles robots,
        FieldMemory fields,
        Escalations escalations,
        MessageCases messages) {

    public static ScrapeTables on(DataSource database) {
        Database instance = new Database(database);
        return new ScrapeTables(
                new ScrapeTable(instance),
                new HostClockTable(instance),
                new RobotsTable(instance),
                new FieldMemoryTable(instance),
                new CaseRows(instance),
                new MessageCaseRows(instance));
    }

    /** The pages in a state, in the order they were asked for. */
    public static List<UUID> pages(DataSource database, String state) {
        return new Database(database)
                .list(
                        row -> row.getObject(1, UUID.class),
                        "SELECT id FROM scrape_page WHERE state = ? ORDER BY position",
                        state);
    }

    /** As if those who were told of pages had had time enough to hear of them. */
    public static void passTime(DataSource database) {
        new Database(database)
                .update("UPDATE scrape_page SET told_until = clock_timestamp() WHERE told_until IS NOT NULL");
    }

    /** No page waits any more, and no case is open. */
    public static void clear(DataSource database) {
        new Database(database).update("TRUNCATE scrape, escalation CASCADE");
    }
}
