package dev.heir.integration.scrape;

/** A page that has come to its end with us, and has it once that is written. */
public record Ended(Errand errand, Page page) {}
