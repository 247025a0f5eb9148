package dev.heir.integration.persistence;

import dev.heir.integration.health.Escalations;
import dev.heir.integration.scrape.FieldMemory;
import dev.heir.integration.scrape.HostClock;
import dev.heir.integration.scrape.PageQueue;
import dev.heir.integration.scrape.RobotsFiles;
import javax.sql.DataSource;

/** One instance's own adapters, for tests without Quarkus. */
public record ScrapeTables(
        PageQueue queue, HostClock hosts, RobotsFiles robots, FieldMemory fields, Escalations escalations) {

    public static ScrapeTables on(DataSource database) {
        Database instance = new Database(database);
        return new ScrapeTables(
                new ScrapeTable(instance),
                new HostClockTable(instance),
                new RobotsTable(instance),
                new FieldMemoryTable(instance),
                new CaseRows(instance));
    }
}
