package dev.heir.integration.scrape;

import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRules.RobotRule;
import crawlercommons.robots.SimpleRobotRules.RobotRulesMode;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The rules of one robots.txt for us (RFC 9309): the longest match decides, and of two as long the one that allows. */
final class Rules {

    /** A site that wants less than a page a day does not want to be read. */
    private static final Duration LONGEST_DELAY = Duration.ofDays(1);

    private final SimpleRobotRules rules;

    private Rules(SimpleRobotRules rules) {
        this.rules = rules;
    }

    /** @param agent our product token in lower case */
    static Rules of(RobotsTxt.Found file, String agent) {
        var parser = new SimpleRobotRulesParser(LONGEST_DELAY.toMillis(), 0);
        return new Rules(
                parser.parseContent("", file.text().getBytes(StandardCharsets.UTF_8), "text/plain", List.of(agent)));
    }

    static Rules allowAll() {
        return new Rules(new SimpleRobotRules(RobotRulesMode.ALLOW_ALL));
    }

    /** The line that forbids the page, or empty when it may be asked for. */
    Optional<String> refusal(PageUrl url) {
        if (rules.isAllowed(url.toString())) {
            return Optional.empty();
        }
        if (rules.isAllowNone() && rules.getCrawlDelay() > LONGEST_DELAY.toMillis()) {
            return Optional.of(
                    "Crawl-delay: " + Duration.ofMillis(rules.getCrawlDelay()).toSeconds());
        }
        return Optional.of("Disallow: " + longestMatch(url));
    }

    /** How long the site wants us to wait between two requests; zero when it does not say. */
    Duration crawlDelay() {
        long delay = rules.getCrawlDelay();
        return delay > 0 ? Duration.ofMillis(delay) : Duration.ZERO;
    }

    /** The library tells that a page is refused, not by which rule: each forbidding rule is asked alone. */
    private String longestMatch(PageUrl url) {
        return rules.getRobotRules().stream()
                .filter(rule -> !rule.isAllow() && forbids(rule, url))
                .map(RobotRule::getPrefix)
                .max(Comparator.comparingInt(String::length))
                .orElse("/");
    }

    private static boolean forbids(RobotRule rule, PageUrl url) {
        SimpleRobotRules alone = new SimpleRobotRules();
        alone.addRule(rule.getPrefix(), false);
        return !alone.isAllowed(url.toString());
    }
}
