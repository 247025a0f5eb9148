package dev.heir.integration.scrape.extract;

/** How a page writes its structured data. */
public enum Syntax {
    JSON_LD,
    MICRODATA,
    RDFA,
    OPEN_GRAPH
}
