package dev.heir.integration.scrape;

import java.time.Duration;

/**
 * Of which pages somebody is told.
 *
 * @param most at once
 * @param eachHost how many of each host at most, counting those that somebody knows of: who waits is told when it may come up
 * @param usual between two pages of a host that has not been asked yet
 * @param within how soon they have to be due
 * @param lost how long after they were due it is taken that nobody heard of them
 */
public record Telling(int most, int eachHost, Duration usual, Duration within, Duration lost) {}
