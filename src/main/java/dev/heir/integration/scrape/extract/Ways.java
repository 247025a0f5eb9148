package dev.heir.integration.scrape.extract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Goes all ways to a field, the surest first. */
final class Ways {

    private Ways() {}

    static List<Sighting> of(Field field, Source page) {
        List<Sighting> sightings = new ArrayList<>();
        for (Css css : field.css()) {
            List<Css.Found> found = css.find(page.document());
            sightings.add(new Sighting(
                    Origin.CSS,
                    found.stream().map(Css.Found::text).toList(),
                    found.stream().map(Css.Found::element).findFirst()));
        }
        field.xpath().forEach(xpath -> sightings.add(Sighting.of(Origin.XPATH, xpath.find(page.dom()))));
        field.json().forEach(path -> sightings.add(Sighting.of(Origin.JSON, texts(field, path, page.json()))));
        field.from()
                .forEach(from -> sightings.add(
                        Sighting.of(Origin.STRUCTURED, texts(field, from.path(), things(from, page.things())))));
        if (field.label().isPresent() || field.hasNoWay()) {
            String label = field.label().orElseGet(() -> Labels.words(field.name()));
            Optional<String> value = Labels.find(page.document(), label);
            sightings.add(Sighting.of(Origin.LABEL, value.stream().toList()));
        }
        return sightings.stream().filter(Sighting::found).toList();
    }

    private static List<String> texts(Field field, JsonPath path, List<JsonNode> documents) {
        List<String> texts = all(path, documents);
        if (field.type() != Type.MONEY) {
            return texts;
        }
        // schema.org says a price's currency beside it.
        List<String> currencies =
                all(path.beside("priceCurrency"), documents).stream().distinct().toList();
        return currencies.size() == 1
                ? texts.stream().map(text -> text + " " + currencies.getFirst()).toList()
                : texts;
    }

    private static List<JsonNode> things(Field.From from, List<Thing> things) {
        return things.stream()
                .filter(thing -> thing.types().stream().anyMatch(from.type()::equalsIgnoreCase))
                .map(Thing::properties)
                .toList();
    }

    private static List<String> all(JsonPath path, List<JsonNode> documents) {
        return documents.stream()
                .flatMap(document -> path.find(document).stream())
                .flatMap(Ways::text)
                .toList();
    }

    /** A list is each of its values; an object says nothing by itself. */
    private static Stream<String> text(JsonNode node) {
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false).flatMap(Ways::text);
        }
        return node.isValueNode() && !node.isNull() ? Stream.of(node.asText()) : Stream.empty();
    }
}
