package dev.heir.integration.scrape.robots;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Takes the lines of a robots.txt one after the other. */
final class Reading {

    /** No URL of ours is as long; of a longer line only what forbids is kept, cut. */
    private static final int LONGEST_LINE = 16 * 1024;

    private final List<Group> groups = new ArrayList<>();
    private final List<String> sitemaps = new ArrayList<>();
    private final Set<String> agents = new LinkedHashSet<>();
    private final List<Rule> rules = new ArrayList<>();

    /** Whether a rule has ended the names of the group; nothing else does (section 2.2.4). */
    private boolean named;

    void line(String written, int number) {
        boolean whole = written.length() <= LONGEST_LINE;
        String line = whole ? written : written.substring(0, LONGEST_LINE);
        int comment = line.indexOf('#');
        Optional<Line> read = Line.of((comment < 0 ? line : line.substring(0, comment)).strip());
        if (read.isEmpty()) {
            return;
        }
        String value = read.get().value();
        switch (read.get().key()) {
            case USER_AGENT -> agent(value);
            case ALLOW -> rule(true, whole && isPattern(value) ? value : "", number);
            // Whoever forbids "private" means the path of that name; whoever allows it may mean anything.
            case DISALLOW -> rule(false, value.isEmpty() || isPattern(value) ? value : "/" + value, number);
            case CRAWL_DELAY -> CrawlDelay.read(value).ifPresent(this::delay);
            case SITEMAP -> sitemaps.add(value);
        }
    }

    RobotsFile file() {
        endGroup();
        return new RobotsFile(groups, sitemaps);
    }

    private void agent(String value) {
        if (named) {
            endGroup();
        }
        agents.add(token(value));
    }

    /** An empty one says nothing, but that the names are at their end. */
    private void rule(boolean allows, String value, int number) {
        named = true;
        if (!agents.isEmpty() && !value.isEmpty()) {
            rules.add(Rule.of(allows, value, number));
        }
    }

    /** It is no rule and ends no names, so that it is for those who are named before it. */
    private void delay(Duration delay) {
        if (!agents.isEmpty()) {
            groups.add(new Group(agents, List.of(), List.of(delay)));
        }
    }

    private void endGroup() {
        if (!agents.isEmpty()) {
            groups.add(new Group(agents, rules, List.of()));
        }
        agents.clear();
        rules.clear();
        named = false;
    }

    private static boolean isPattern(String value) {
        return value.startsWith("/") || value.startsWith("*");
    }

    /** {@code Name/1.0} is Name, and {@code * anything} is everybody. */
    private static String token(String value) {
        if (value.startsWith("*") && (value.length() == 1 || Character.isWhitespace(value.charAt(1)))) {
            return "*";
        }
        int end = 0;
        while (end < value.length() && isOfToken(value.charAt(end))) {
            end++;
        }
        return value.substring(0, end).toLowerCase(Locale.ROOT);
    }

    private static boolean isOfToken(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    }
}
