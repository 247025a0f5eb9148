package dev.heir.integration.scrape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.heir.integration.provider.Flaw;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the parts that a scrape request and a queue's message have in common, and collects what is wrong with them. */
final class Documents {

    private static final int MOST_SELECTORS = 100;
    private static final int LONGEST_SHOWN = 200;

    private Documents() {}

    /** Unknown keys are flaws: a misspelt one would be left out in silence. */
    static void onlyKeys(JsonNode document, List<String> known, List<Flaw> flaws) {
        if (!document.isObject()) {
            flaws.add(new Flaw("", shown(document), "must be a JSON object"));
            return;
        }
        document.properties().stream()
                .filter(entry -> !known.contains(entry.getKey()))
                .forEach(entry -> flaws.add(new Flaw(
                        entry.getKey(),
                        shown(entry.getValue()),
                        "is not known here; known are " + String.join(", ", known))));
    }

    static Optional<PageUrl> page(String path, JsonNode node, List<Flaw> flaws) {
        if (!node.isTextual()) {
            flaws.add(new Flaw(path, shown(node), "must be a URL"));
            return Optional.empty();
        }
        try {
            return Optional.of(PageUrl.parse(node.textValue()));
        } catch (IllegalArgumentException flaw) {
            flaws.add(new Flaw(path, shown(node), String.valueOf(flaw.getMessage())));
            return Optional.empty();
        }
    }

    static Map<String, Selector> selectors(JsonNode node, List<Flaw> flaws) {
        if (node.isMissingNode() || node.isNull()) {
            return Map.of();
        }
        if (!node.isObject() || node.size() > MOST_SELECTORS) {
            flaws.add(new Flaw(
                    "selectors",
                    node.isObject() ? node.size() + " selectors" : shown(node),
                    "must be an object of at most " + MOST_SELECTORS + " names with a CSS selector each"));
            return Map.of();
        }
        Map<String, Selector> selectors = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            try {
                selectors.put(
                        entry.getKey(),
                        Selector.parse(
                                entry.getValue().isTextual() ? entry.getValue().textValue() : ""));
            } catch (IllegalArgumentException flaw) {
                flaws.add(new Flaw(
                        "selectors." + entry.getKey(), shown(entry.getValue()), String.valueOf(flaw.getMessage())));
            }
        });
        return selectors;
    }

    static Optional<String> text(JsonNode document, String key, List<Flaw> flaws) {
        JsonNode node = document.path(key);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual() || node.textValue().isBlank()) {
            flaws.add(new Flaw(key, shown(node), "must be a text that is not empty"));
            return Optional.empty();
        }
        return Optional.of(node.textValue());
    }

    static String shown(JsonNode node) {
        if (node.isMissingNode()) {
            return "nothing";
        }
        String text = node.isTextual() ? node.textValue() : node.toString();
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
    }
}
