package dev.heir.integration.scrape.robots;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The rules of one robots.txt for one robot: the longest match decides, and of two as long the one that allows. */
public final class AgentRules {

    public static final AgentRules ALLOW_ALL = new AgentRules(List.of(), Duration.ZERO);

    private final List<Rule> rules;
    private final Duration delay;

    private AgentRules(List<Rule> rules, Duration delay) {
        this.rules = rules;
        this.delay = delay;
    }

    static AgentRules of(List<Group> groups) {
        List<Rule> rules = groups.stream()
                .flatMap(group -> group.rules().stream())
                .sorted(Comparator.comparingInt(Rule::octets)
                        .reversed()
                        .thenComparing(Rule::allows, Comparator.reverseOrder()))
                .toList();
        return new AgentRules(
                rules,
                groups.stream()
                        .flatMap(group -> group.delays().stream())
                        .max(Comparator.naturalOrder())
                        .orElse(Duration.ZERO));
    }

    /**
     * The line that forbids it, or empty when it may be asked for.
     *
     * @param path of the URL, with its query when it has one
     */
    public Optional<String> refusal(String path) {
        String normal = NormalPath.ofUrl(path);
        // What says how to ask may always be asked for (section 2.2.2).
        if (normal.equals("/robots.txt")) {
            return Optional.empty();
        }
        if (delay.compareTo(CrawlDelay.LONGEST) > 0) {
            return Optional.of("Crawl-delay: " + delay.toSeconds());
        }
        return rules.stream()
                .filter(rule -> rule.matches(normal))
                .findFirst()
                .filter(rule -> !rule.allows())
                .map(Rule::toString);
    }

    /** How long the site wants the robot to wait between two requests; zero when it does not say. */
    public Duration crawlDelay() {
        return delay;
    }
}
