package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.persistence.ScrapeTables;
import java.util.UUID;

/** Rows of PostgreSQL. */
class RowQueueTest extends WorkQueueContract {

    @Override
    protected WorkQueue queue(PageQueue pages) {
        return new RowQueue(pages);
    }

    /** A row is not there twice. */
    @Override
    protected void repeat(UUID page, PageUrl url) {}

    /** What is committed is not lost. */
    @Override
    protected void lose() {}

    @Override
    protected int standing() {
        return ScrapeTables.pages(database(), "WAITING").size();
    }

    @Override
    protected void hasLaidAside(UUID page) {
        assertThat(ScrapeTables.pages(database(), "DEAD")).containsExactly(page);
    }
}
