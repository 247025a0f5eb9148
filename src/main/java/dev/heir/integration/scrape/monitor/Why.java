package dev.heir.integration.scrape.monitor;

/** Why a look says nothing about the page. */
public enum Why {
    /** The website does not want us there. */
    BLOCKED,
    CHALLENGE,
    LOGIN,
    /** A banner stands before the page. */
    CONSENT,
    /** It says so with a status of its own. */
    GONE,
    /** The words are those of a missing page, or what the website answers to any address. */
    SOFT_404,
    OUTAGE,
    /** robots.txt does not allow it. */
    REFUSED,
    /** It asks robots not to keep what it says. */
    NOINDEX,
    /** There is next to nothing to read. */
    EMPTY
}
