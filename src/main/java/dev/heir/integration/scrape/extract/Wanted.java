package dev.heir.integration.scrape.extract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.provider.Flaw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a scrape wants read from each page beside its selectors: {@code fields} and {@code structures} of a request. */
public record Wanted(List<Field> fields, Set<Structure> structures) {

    private static final int MOST_FIELDS = 100;

    public Wanted {
        fields = List.copyOf(fields);
        structures = Set.copyOf(structures);
    }

    public static Wanted nothing() {
        return new Wanted(List.of(), Set.of());
    }

    public Wanted and(Structure one) {
        Set<Structure> all = EnumSet.of(one);
        all.addAll(structures);
        return new Wanted(fields, all);
    }

    public boolean isNothing() {
        return fields.isEmpty() && structures.isEmpty();
    }

    /** @param document with {@code fields} and {@code structures}, both optional */
    public static Wanted read(JsonNode document, List<Flaw> flaws) {
        return new Wanted(fields(document.path("fields"), flaws), structures(document.path("structures"), flaws));
    }

    private static List<Field> fields(JsonNode node, List<Flaw> flaws) {
        List<Field> fields = new ArrayList<>();
        if (node.isMissingNode() || node.isNull()) {
            return fields;
        }
        if (!node.isObject() || node.size() > MOST_FIELDS) {
            flaws.add(new Flaw(
                    "fields",
                    node.isObject()
                            ? node.size() + " fields"
                            : node.getNodeType().name(),
                    "must be an object of at most " + MOST_FIELDS + " fields"));
            return fields;
        }
        node.properties().forEach(entry -> Field.read(entry.getKey(), entry.getValue(), flaws)
                .ifPresent(fields::add));
        return fields;
    }

    private static Set<Structure> structures(JsonNode node, List<Flaw> flaws) {
        Set<Structure> structures = EnumSet.noneOf(Structure.class);
        if (node.isMissingNode() || node.isNull()) {
            return structures;
        }
        if (!node.isArray()) {
            flaws.add(
                    new Flaw("structures", node.asText(), "must be a list of " + Arrays.toString(Structure.values())));
            return structures;
        }
        for (int i = 0; i < node.size(); i++) {
            String word = node.get(i).asText();
            Optional<Structure> found = Arrays.stream(Structure.values())
                    .filter(structure -> structure.name().equals(word.toUpperCase(Locale.ROOT)))
                    .findFirst();
            found.ifPresent(structures::add);
            if (found.isEmpty()) {
                flaws.add(new Flaw(
                        "structures[" + i + "]", word, "must be one of " + Arrays.toString(Structure.values())));
            }
        }
        return structures;
    }

    /** Adds what {@link #read} reads back; nothing when nothing is wanted. */
    public void write(ObjectNode document) {
        if (!fields.isEmpty()) {
            ObjectNode named = JsonNodeFactory.instance.objectNode();
            fields.forEach(field -> named.set(field.name(), field.document()));
            document.set("fields", named);
        }
        structures.stream().sorted().forEach(structure -> document.withArray("structures")
                .add(structure.name()));
    }
}
