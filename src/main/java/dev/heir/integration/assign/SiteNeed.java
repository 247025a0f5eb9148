package dev.heir.integration.assign;

import dev.heir.integration.scrape.PageUrl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is needed from websites.
 *
 * @param dataNeeds the selector of each datum by its name; an empty selector where the asker does not know it yet
 * @param frequency how often each page must be read
 * @param crawlDelay the least time between two requests to one host, when the asker wants more than robots.txt does
 */
public record SiteNeed(
        List<PageUrl> websites,
        Map<String, String> dataNeeds,
        Optional<Duration> frequency,
        Optional<Duration> crawlDelay) {

    public SiteNeed {
        websites = List.copyOf(websites);
        dataNeeds = Map.copyOf(dataNeeds);
    }
}
