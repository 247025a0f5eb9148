package dev.heir.integration.scrape.extract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Microdata (HTML Living Standard, section 5), with nested items and {@code itemref}. */
final class Microdata {

    private final Document document;
    private final Allowance left = new Allowance(Things.MOST_VALUES, Things.MOST_TEXT);

    private Microdata(Document document) {
        this.document = document;
    }

    static List<Thing> things(Document document) {
        Microdata page = new Microdata(document);
        return document.select("[itemscope]:not([itemprop])").stream()
                .limit(Things.MOST)
                .map(item -> page.item(item, Set.of()))
                .filter(found -> found.properties().iterator().hasNext())
                .map(found -> Properties.thing(Syntax.MICRODATA, found))
                .toList();
    }

    private ObjectNode item(Element item, Set<Element> around) {
        List<String> types = words(item.attr("itemtype")).map(Things::shortName).toList();
        Properties found =
                Properties.of(types, Optional.of(item.attr("itemid").strip()).filter(id -> !id.isEmpty()));
        Set<Element> within = new HashSet<>(around);
        within.add(item);
        for (Element property : properties(item)) {
            if (!left.take()) {
                break;
            }
            List<String> names =
                    words(property.attr("itemprop")).map(Things::shortName).toList();
            if (!property.hasAttr("itemscope")) {
                String text = MarkedValue.ofMicrodata(property);
                names.forEach(name -> found.add(name, left.fit(text)));
            } else if (!within.contains(property) && within.size() <= Things.DEEPEST) {
                // An item that is its own property has no end: the standard calls it an error and leaves it out.
                ObjectNode inner = item(property, within);
                names.forEach(name -> found.add(name, inner));
            }
        }
        return found.node();
    }

    /** The standard's crawl: the item's descendants and what {@code itemref} names, not those of items within. */
    private List<Element> properties(Element item) {
        List<Element> found = new ArrayList<>();
        Set<Element> seen = new HashSet<>(Set.of(item));
        Deque<Element> pending = new ArrayDeque<>();
        item.children().forEach(pending::add);
        words(item.attr("itemref"))
                .map(document::getElementById)
                .filter(named -> named != null)
                .forEach(pending::add);
        while (!pending.isEmpty()) {
            Element next = pending.remove();
            if (seen.add(next)) {
                if (!next.attr("itemprop").isBlank()) {
                    found.add(next);
                }
                if (!next.hasAttr("itemscope")) {
                    next.children().reversed().forEach(pending::addFirst);
                }
            }
        }
        return found;
    }

    private static Stream<String> words(String text) {
        return Stream.of(text.strip().split("\\s+")).filter(word -> !word.isEmpty());
    }
}
