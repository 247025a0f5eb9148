package dev.heir.integration.scrape.monitor;

import dev.heir.integration.scrape.Order;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.Way;
import dev.heir.integration.scrape.extract.Wanted;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Pages that are looked at again and again, what of them is watched, and who is told.
 *
 * @param project in whose name the pages are read
 * @param every between two looks, when nothing is to be found out
 * @param competitors names of those whose pages they are, by host
 * @param noise what is no part of any text
 * @param webhook who is told; empty when changes are only kept
 * @param atLeast by how many percent a number must differ to be told, by field
 */
public record Monitor(
        String name,
        String project,
        List<PageUrl> pages,
        Duration every,
        Map<String, String> competitors,
        Watch watch,
        List<Pattern> noise,
        Optional<URI> webhook,
        Map<String, BigDecimal> atLeast) {

    /** Between a look that is in doubt and the one that decides. */
    static final Duration DOUBT = Duration.ofSeconds(60);

    public Monitor {
        pages = List.copyOf(pages);
        competitors = Map.copyOf(competitors);
        noise = List.copyOf(noise);
        atLeast = Map.copyOf(atLeast);
    }

    /** What a scrape of its pages is asked for. */
    public Order order() {
        Wanted wanted = new Wanted(watch.fields().typed(), Set.of());
        return new Order(watch.selectors(), Duration.ZERO, Optional.empty(), wanted, Way.USUAL);
    }

    /** Whose page it is: the host, where nobody gave it a name. */
    public String competitor(PageUrl page) {
        return competitors.getOrDefault(page.host(), page.host());
    }

    Amounts amounts() {
        return Amounts.of(watch.fields().typed());
    }

    Duration pause(boolean curious) {
        return curious && DOUBT.compareTo(every) < 0 ? DOUBT : every;
    }
}
