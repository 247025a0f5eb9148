package dev.heir.integration.scrape.extract;

/** What a page showed for a field, to be kept for the day when it does not. */
public record Noted(Field field, Remembered shown) {}
