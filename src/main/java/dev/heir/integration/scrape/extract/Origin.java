package dev.heir.integration.scrape.extract;

/** How a value was found, the surest way first. */
public enum Origin {
    CSS,
    XPATH,
    /** By JSONPath, in a JSON answer or in the JSON that a page carries. */
    JSON,
    /** In JSON-LD, microdata, RDFa or OpenGraph. */
    STRUCTURED,
    /** Beside a word that names it. */
    LABEL
}
