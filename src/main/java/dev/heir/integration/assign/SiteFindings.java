package dev.heir.integration.assign;

import dev.heir.integration.provider.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The checks of one page against what is recorded about it. */
record SiteFindings(String page, SiteNeed need, SiteFacts facts, Instant now) {

    /** The time a page stays fresh when the requirement names no frequency. */
    private static final Duration FRESH = Duration.ofHours(24);

    /** No longer is a robots.txt relied on (RFC 9309, section 2.4). */
    private static final Duration ROBOTS_AGE = Duration.ofHours(24);

    Finding robotsAllow() {
        Optional<SiteFacts.Robots> fresh =
                facts.robots().filter(robots -> !robots.at().isBefore(now.minus(ROBOTS_AGE)));
        if (fresh.isEmpty()) {
            String since = facts.robots()
                    .map(robots -> "robots.txt was last read at " + robots.at() + ", more than " + ROBOTS_AGE.toHours()
                            + " h ago")
                    .orElse("robots.txt was not read yet");
            return Finding.unknown(since, scrape("Read the page once"));
        }
        return switch (fresh.get()) {
            case SiteFacts.Robots.Allows(Instant at) -> Finding.met("robots.txt allows the page, read " + at);
            case SiteFacts.Robots.Forbids(Instant at, String rule) ->
                Finding.notMet(
                        "robots.txt forbids the page, read " + at + ": " + rule,
                        scrape("Choose a page that the site allows, or ask its owner; it will not be read"
                                + " against its robots.txt. Then try again"));
            case SiteFacts.Robots.Unreachable(Instant at, String reason) ->
                Finding.unknown(
                        "robots.txt could not be had at " + at + ": " + reason,
                        scrape("Try again when the site is well; until then nothing is asked of it"));
        };
    }

    Finding crawlDelayKept() {
        Duration asked = need.crawlDelay().orElse(Duration.ZERO);
        return facts.closest()
                .map(closest -> closest.compareTo(asked) >= 0
                        ? Finding.met("at least " + closest + " between requests of the last 24 hours, robots.txt,"
                                + " redirects and repeated ones among them")
                        : Finding.notMet(
                                "two requests were only " + closest + " apart, asked for " + asked,
                                scrape("Submit the page with this delay, and let no scrape of yours ask the host"
                                        + " without")))
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
        List<String> unread = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        List<String> found = new ArrayList<>();
        new TreeMap<>(need.dataNeeds()).forEach((name, selector) -> {
            Optional<SiteFacts.Datum> last = last(name, selector);
            last.ifPresentOrElse(
                    datum -> (datum.found() ? found : missing).add(name + " (" + datum.record() + ")"),
                    () -> unread.add(name));
        });
        if (!missing.isEmpty()) {
            return Finding.notMet(
                    "not found: " + String.join(", ", missing),
                    scrape("Give or mend the selectors of what is missing"));
        }
        return unread.isEmpty()
                ? Finding.met("found " + String.join(", ", found))
                : Finding.unknown(
                        "never read with the selector of " + String.join(", ", unread), scrape("Read the page once"));
    }

    /** A datum that was found with another selector than the one that is asked for proves nothing. */
    private Optional<SiteFacts.Datum> last(String name, String selector) {
        return facts.data().stream()
                .filter(datum -> datum.name().equals(name))
                .filter(datum -> selector.isEmpty() || datum.selector().equals(selector))
                .max(Comparator.comparing(SiteFacts.Datum::at));
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
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("pages", List.of(page));
        if (!selectors.isEmpty()) {
            body.put("selectors", selectors);
        }
        need.crawlDelay().ifPresent(delay -> body.put("crawlDelay", Durations.write(delay)));
        return new NextStep(what, "POST", "/v1/scrapes", body);
    }
}
