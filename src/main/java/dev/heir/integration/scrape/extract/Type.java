package dev.heir.integration.scrape.extract;

/** What a field's text is read as. */
public enum Type {
    TEXT,
    /** A decimal number in the normal form {@code -1234.5}. */
    NUMBER,
    /** An amount in the same form, with its currency (ISO 4217) as unit. */
    MONEY,
    /** A day, a local time or an instant, in ISO 8601. */
    DATE,
    /** An absolute http or https address. */
    URL,
    BOOLEAN,
    /** All that was found, in the order of the page. */
    LIST
}
