package dev.heir.integration.scrape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pages to read, and what to read from each of them beside title, links and text.
 *
 * @param selectors by the name under which their values are kept
 * @param project who asks, where the door does not know it
 */
public record ScrapeRequest(List<PageUrl> pages, Map<String, Selector> selectors, Optional<String> project) {

    /** Larger ones are sent in parts: an answer that lists all pages must stay readable. */
    static final int MOST_PAGES = 1000;

    public ScrapeRequest {
        pages = List.copyOf(pages);
        selectors = Map.copyOf(selectors);
    }

    /** @throws InvalidInput with all flaws of the document */
    public static ScrapeRequest read(JsonNode document) {
        List<Flaw> flaws = new ArrayList<>();
        Documents.onlyKeys(document, List.of("pages", "selectors", "project"), flaws);
        List<PageUrl> pages = pages(document.path("pages"), flaws);
        Map<String, Selector> selectors = Documents.selectors(document.path("selectors"), flaws);
        Optional<String> project = Documents.text(document, "project", flaws);
        if (!flaws.isEmpty()) {
            throw new InvalidInput(flaws);
        }
        return new ScrapeRequest(pages, selectors, project);
    }

    private static List<PageUrl> pages(JsonNode node, List<Flaw> flaws) {
        if (!node.isArray() || node.isEmpty()) {
            flaws.add(new Flaw("pages", Documents.shown(node), "must be a list of at least one URL"));
            return List.of();
        }
        if (node.size() > MOST_PAGES) {
            flaws.add(new Flaw("pages", node.size() + " pages", "must not be more than " + MOST_PAGES + " pages"));
            return List.of();
        }
        List<PageUrl> pages = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            Documents.page("pages[" + i + "]", node.get(i), flaws).ifPresent(pages::add);
        }
        return pages.stream().distinct().toList();
    }
}
