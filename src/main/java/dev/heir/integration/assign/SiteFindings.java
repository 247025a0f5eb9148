package dev.heir.integration.assign;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The checks of one page against what is recorded about it. */
record SiteFindings(String page, SiteNeed need, SiteFacts facts, Instant now) {

    /** The time a page stays fresh when the requirement names no frequency. */
    private static final Duration FRESH = Duration.ofHours(24);

    Finding robotsAllow() {
        return facts.robots()
                .map(robots -> robots.allows()
                        ? Finding.met("robots.txt allows the page, read " + robots.at() + ": " + robots.record())
                        : Finding.notMet(
                                "robots.txt forbids the page, read " + robots.at() + ": " + robots.record(),
                                scrape("Choose a page that the site allows, or ask its owner; it will not be read"
                                        + " against its robots.txt. Then try again")))
                .orElseGet(() -> Finding.unknown("robots.txt was not read yet", scrape("Read the page once")));
    }

    Finding crawlDelayKept() {
        Duration asked = need.crawlDelay().orElse(Duration.ZERO);
        return facts.closest()
                .map(closest -> closest.compareTo(asked) >= 0
                        ? Finding.met("at least " + closest + " between requests of the last 24 hours")
                        : Finding.notMet(
                                "two requests were only " + closest + " apart, asked for " + asked,
                                scrape("Submit pages of this host in smaller groups, so that they stay apart")))
                .orElseGet(() -> facts.page().isPresent()
                        ? Finding.met("no two requests in the last 24 hours")
                        : Finding.unknown("the host was not asked yet", scrape("Read the page once")));
    }

    Finding pageRead() {
        if (facts.refusal().isPresent()) {
            SiteFacts.Refusal refusal = facts.refusal().get();
            return Finding.notMet(
                    "not read at " + refusal.at() + " (" + refusal.reason() + "): " + refusal.record(),
                    scrape("Read the case, then try again"));
        }
        return facts.page()
                .map(read -> Finding.met("read at " + read.at() + ": " + read.record()))
                .orElseGet(() -> Finding.notMet("it was never read", scrape("Read the page once")));
    }

    Finding dataFound() {
        if (need.dataNeeds().isEmpty()) {
            return facts.page().isPresent()
                    ? Finding.met("no single data are asked for; the page's text was stored")
                    : Finding.unknown("it was never read", scrape("Read the page once"));
        }
        if (facts.page().isEmpty()) {
            return Finding.unknown("it was never read", scrape("Read the page once"));
        }
        SiteFacts.Page read = facts.page().get();
        List<String> missing = need.dataNeeds().keySet().stream()
                .filter(name -> !read.found().contains(name))
                .sorted()
                .toList();
        return missing.isEmpty()
                ? Finding.met("found "
                        + String.join(", ", read.found().stream().sorted().toList()) + ": " + read.record())
                : Finding.notMet(
                        "not found: " + String.join(", ", missing) + ": " + read.record(),
                        scrape("Give or mend the selectors of " + String.join(", ", missing)));
    }

    Finding freshEnough() {
        Duration bound = need.frequency().orElse(FRESH);
        return facts.page()
                .map(read -> {
                    Duration age = Duration.between(read.at(), now);
                    return age.compareTo(bound) <= 0
                            ? Finding.met("read " + age.toSeconds() + " s ago, asked for at most " + bound.toSeconds()
                                    + " s: " + read.record())
                            : Finding.notMet(
                                    "read " + age.toSeconds() + " s ago, asked for at most " + bound.toSeconds()
                                            + " s: " + read.record(),
                                    scrape("Submit this from a schedule of yours, once in " + bound.toSeconds()
                                            + " s"));
                })
                .orElseGet(() -> Finding.notMet("it was never read", scrape("Read the page once")));
    }

    private NextStep scrape(String what) {
        Map<String, String> selectors = new TreeMap<>();
        need.dataNeeds()
                .forEach((name, selector) -> selectors.put(name, selector.isEmpty() ? "<CSS selector>" : selector));
        return new NextStep(
                what,
                "POST",
                "/v1/scrapes",
                selectors.isEmpty()
                        ? Map.of("pages", List.of(page))
                        : Map.of("pages", List.of(page), "selectors", selectors));
    }
}
