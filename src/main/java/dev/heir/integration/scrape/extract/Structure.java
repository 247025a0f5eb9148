package dev.heir.integration.scrape.extract;

/** What can be read from a page without knowing it. */
public enum Structure {
    THINGS,
    TABLES,
    ARTICLE,
    NEXT_PAGE
}
