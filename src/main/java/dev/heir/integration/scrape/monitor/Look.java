package dev.heir.integration.scrape.monitor;

/** One look at a page. */
public sealed interface Look {

    record Legible(Seen seen) implements Look {}

    /**
     * It says nothing about the page, so nothing is concluded from it.
     *
     * @param how it was recognised
     */
    record CannotTell(Why why, String how) implements Look {}
}
