package dev.heir.integration.scrape;

import dev.heir.integration.scrape.robots.AgentRules;
import dev.heir.integration.scrape.robots.RobotsFile;
import java.util.List;
import java.util.Optional;

/** What came of asking an origin for its robots.txt (RFC 9309, section 2.3.1). */
public sealed interface RobotsTxt {

    /**
     * The line that forbids the page; empty when it may be asked for, or nobody can know.
     *
     * @param agent our product token
     */
    default Optional<String> refusal(PageUrl page, String agent) {
        return rules(agent).refusal(page.target());
    }

    /** What holds for us; parsed anew each time. */
    default AgentRules rules(String agent) {
        return this instanceof Found(String text) ? RobotsFile.parse(text).rulesFor(agent) : AgentRules.ALLOW_ALL;
    }

    /** The sitemaps it names, as written. */
    default List<String> sitemaps() {
        return this instanceof Found(String text) ? RobotsFile.parse(text).sitemaps() : List.of();
    }

    /** @param text at most its first 500 KiB */
    record Found(String text) implements RobotsTxt {}

    /** There is none (4xx, or redirects without an end): everything may be asked for. */
    record Absent(String reason) implements RobotsTxt {}

    /** It cannot be known (5xx, no answer): nothing may be asked for until it can. */
    record Unreachable(String reason) implements RobotsTxt {}

    /** Its owner asked us not to read it: that holds whatever the file says, and is never kept in its place. */
    record OptedOut(String reason) implements RobotsTxt {}
}
