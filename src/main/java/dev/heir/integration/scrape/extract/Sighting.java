package dev.heir.integration.scrape.extract;

import java.util.List;
import java.util.Optional;
import org.jsoup.nodes.Element;

/**
 * What one way found for a field.
 *
 * @param element where, when it was a selector
 */
record Sighting(Origin origin, List<String> texts, Optional<Element> element) {

    Sighting {
        texts = List.copyOf(texts);
    }

    static Sighting of(Origin origin, List<String> texts) {
        return new Sighting(
                origin,
                texts.stream()
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .toList(),
                Optional.empty());
    }

    boolean found() {
        return !texts.isEmpty();
    }

    boolean several() {
        return texts.stream().distinct().count() > 1;
    }
}
