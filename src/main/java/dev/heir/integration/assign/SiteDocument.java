package dev.heir.integration.assign;

import dev.heir.integration.provider.Fields;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.Selector;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the half of a requirement that is about websites. */
final class SiteDocument {

    static final List<String> KEYS = List.of("websites", "dataNeeds", "frequency", "ethicalConstraints");

    private static final int MOST_PAGES = 50;
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(366);

    private SiteDocument() {}

    static SiteNeed read(Fields fields) {
        fields.require("websites");
        List<PageUrl> websites = websites(fields);
        Optional<Duration> frequency = fields.duration("frequency", SHORTEST, LONGEST);
        Optional<Duration> crawlDelay = fields.map("ethicalConstraints").flatMap(SiteDocument::crawlDelay);
        frequency.ifPresent(every -> crawlDelay.ifPresent(delay -> {
            long mostOfOneHost = websites.stream()
                    .map(PageUrl::host)
                    .distinct()
                    .mapToLong(host -> websites.stream()
                            .filter(site -> site.host().equals(host))
                            .count())
                    .max()
                    .orElse(0);
            if (delay.multipliedBy(mostOfOneHost).compareTo(every) > 0) {
                fields.flaw(
                        "frequency", "is too often for " + mostOfOneHost + " pages of one host with that crawl delay");
            }
        }));
        return new SiteNeed(websites, dataNeeds(fields), frequency, crawlDelay);
    }

    private static List<PageUrl> websites(Fields fields) {
        Map<String, String> texts = fields.texts("websites");
        if (texts.size() > MOST_PAGES || (texts.isEmpty() && fields.has("websites"))) {
            fields.flaw(
                    fields.at("websites"),
                    texts.size() + " pages",
                    "must name at least one page and at most " + MOST_PAGES);
        }
        Set<PageUrl> pages = new LinkedHashSet<>();
        texts.forEach((where, text) -> {
            try {
                if (!pages.add(PageUrl.parse(text))) {
                    fields.flaw(where, text, "is named twice");
                }
            } catch (IllegalArgumentException noPage) {
                fields.flaw(where, text, String.valueOf(noPage.getMessage()));
            }
        });
        return List.copyOf(pages);
    }

    /** Names alone, or names with their selectors. */
    private static Map<String, String> dataNeeds(Fields fields) {
        Map<String, String> selectors = new LinkedHashMap<>();
        if (fields.json("dataNeeds").orElse(List.of()) instanceof Map<?, ?>) {
            fields.map("dataNeeds").ifPresent(each -> each.keys().forEach(name -> each.text(name)
                    .ifPresent(text -> selectors.put(name, selector(each, name, text)))));
        } else {
            fields.texts("dataNeeds").values().forEach(name -> selectors.put(name, ""));
        }
        return selectors;
    }

    private static String selector(Fields each, String name, String text) {
        try {
            return Selector.parse(text).toString();
        } catch (IllegalArgumentException unreadable) {
            each.flaw(name, String.valueOf(unreadable.getMessage()));
            return "";
        }
    }

    private static Optional<Duration> crawlDelay(Fields fields) {
        if (!fields.flag("respectRobots").orElse(true)) {
            fields.flaw("respectRobots", "cannot be switched off: robots.txt is always respected");
        }
        Optional<Duration> delay = fields.duration("crawlDelay", Duration.ofMillis(1), Duration.ofDays(1));
        fields.refuseUnknown();
        return delay;
    }
}
