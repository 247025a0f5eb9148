package dev.heir.integration.scrape;

import dev.heir.integration.provider.Body;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Reads a document: what it says, where it leads, and the values asked for. */
final class Extraction {

    /** What one row in PostgreSQL carries without pain; longer pages are marked as cut. */
    static final int LONGEST_TEXT = 500_000;

    private static final String LINKS = "a[href], area[href]";
    private static final int LONGEST_LABEL = 300;
    private static final int MOST_LINKS = 10_000;
    private static final int MOST_VALUES = 10_000;
    private static final Set<String> ADDRESSES = Set.of("href", "src", "action", "data-src", "poster");

    private Extraction() {}

    /** @param visible what a reader would see of the document: it is dear to find out */
    static Content content(Document document, String visible, PageUrl url, Map<String, Selector> selectors) {
        Room forText = new Room(LONGEST_TEXT);
        Room forValues = new Room(LONGEST_TEXT);
        Map<String, List<String>> values = new LinkedHashMap<>();
        selectors.forEach((name, selector) -> values.put(name, values(document, url, selector, forValues)));
        Optional<String> title = Optional.of(forText.fit(document.title())).filter(some -> !some.isBlank());
        String text = forText.fit(visible);
        boolean cut = forText.wasExceeded()
                || forValues.wasExceeded()
                || document.select(LINKS).size() > MOST_LINKS;
        return new Content(title, canonical(document, url), document.charset().name(), text, cut, values);
    }

    /** What is not HTML has no title and nothing to select: its text is kept as it is. */
    static Content plain(Body body, String contentType) {
        Room room = new Room(LONGEST_TEXT);
        String text = room.fit(Html.text(body, contentType));
        return new Content(
                Optional.empty(),
                Optional.empty(),
                Html.charset(body, contentType),
                text,
                room.wasExceeded(),
                Map.of());
    }

    /** Each target once, in the order of the page, without the page itself. */
    static List<Link> links(Document document, PageUrl url, boolean mayFollow) {
        PageUrl base = base(document, url);
        Map<PageUrl, Link> links = new LinkedHashMap<>();
        // Pages link to many places of one page: an address is read once, whatever place of it is meant.
        Map<String, Optional<PageUrl>> read = new HashMap<>();
        for (Element anchor : document.select(LINKS)) {
            if (links.size() == MOST_LINKS) {
                break;
            }
            boolean follow =
                    mayFollow && !anchor.attr("rel").toLowerCase(Locale.ROOT).contains("nofollow");
            read.computeIfAbsent(page(anchor.attr("href")), base::resolve)
                    .filter(target -> !target.equals(url))
                    .ifPresent(target -> links.merge(
                            target,
                            new Link(target.uri(), new Room(LONGEST_LABEL).fit(anchor.text()), follow),
                            (first, again) -> new Link(first.url(), first.text(), first.follow() || again.follow())));
        }
        return List.copyOf(links.values());
    }

    /** Without the place on the page. */
    private static String page(String reference) {
        int place = reference.indexOf('#');
        return place > 0 ? reference.substring(0, place) : reference;
    }

    private static List<String> values(Document document, PageUrl url, Selector selector, Room room) {
        PageUrl base = base(document, url);
        return document.select(selector.css()).stream()
                .flatMap(element -> value(element, base, selector).stream())
                .limit(MOST_VALUES)
                .map(room::fit)
                .toList();
    }

    private static Optional<String> value(Element element, PageUrl base, Selector selector) {
        if (selector.attribute().isEmpty()) {
            return Optional.of(element.hasText() ? element.text() : element.data());
        }
        String name = selector.attribute().get();
        if (!element.hasAttr(name)) {
            return Optional.empty();
        }
        String raw = element.attr(name);
        return Optional.of(
                ADDRESSES.contains(name)
                        ? base.resolve(raw).map(PageUrl::toString).orElse(raw)
                        : raw);
    }

    private static Optional<URI> canonical(Document document, PageUrl url) {
        return Optional.ofNullable(document.selectFirst("link[rel~=(?i)\\bcanonical\\b][href]"))
                .flatMap(link -> base(document, url).resolve(link.attr("href")))
                .map(PageUrl::uri);
    }

    private static PageUrl base(Document document, PageUrl url) {
        return Optional.ofNullable(document.selectFirst("base[href]"))
                .flatMap(base -> url.resolve(base.attr("href")))
                .orElse(url);
    }
}
