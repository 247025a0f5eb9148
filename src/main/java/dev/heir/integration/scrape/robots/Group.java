package dev.heir.integration.scrape.robots;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Rules and whom they are for.
 *
 * @param agents product tokens in lower case; {@code *} for everybody
 */
record Group(Set<String> agents, List<Rule> rules, List<Duration> delays) {

    Group {
        agents = Set.copyOf(agents);
        rules = List.copyOf(rules);
        delays = List.copyOf(delays);
    }
}
