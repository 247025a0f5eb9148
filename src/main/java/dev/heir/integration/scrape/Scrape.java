package dev.heir.integration.scrape;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Pages that were asked for together, as they stand now. */
public record Scrape(UUID id, String project, Instant submittedAt, List<Entry> pages) {

    public Scrape {
        pages = List.copyOf(pages);
    }

    /** @param url as it was asked for */
    public record Entry(PageUrl url, Page page) {}

    /** Whether every page has reached its end. */
    public boolean isDone() {
        return pages.stream().noneMatch(entry -> entry.page() instanceof Page.Waiting);
    }
}
