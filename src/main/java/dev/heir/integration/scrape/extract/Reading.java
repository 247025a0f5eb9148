package dev.heir.integration.scrape.extract;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Document;

/**
 * A page read for its fields and structures.
 *
 * @param notes what its fields tell the next look
 */
public record Reading(Extracted extracted, Notes notes) {

    /** Of tables and of an article, each. */
    private static final int MOST_TEXT = 300_000;

    /**
     * @param remembered by the field's name: how this page last showed it
     * @param now when the page was read
     */
    public static Reading of(
            Document document,
            URI at,
            List<Field> fields,
            Set<Structure> structures,
            Map<String, Remembered> remembered,
            Instant now) {
        Source source = Source.of(document);
        Builder builder = new Builder(source, Articles.language(document), remembered, now);
        fields.forEach(builder::read);
        return builder.reading(new Extracted(
                Map.of(),
                List.of(),
                structures.contains(Structure.THINGS) ? source.things() : List.of(),
                structures.contains(Structure.TABLES) ? Tables.of(document, MOST_TEXT) : List.of(),
                structures.contains(Structure.ARTICLE) ? Articles.of(document, MOST_TEXT) : Optional.empty(),
                structures.contains(Structure.NEXT_PAGE) ? NextPage.of(document, at) : Optional.empty()));
    }

    /** An answer in JSON: only JSONPath finds anything in it. Empty when it is not JSON. */
    public static Optional<Reading> ofJson(
            String answer, List<Field> fields, Map<String, Remembered> remembered, Instant now) {
        return EmbeddedJson.read(answer)
                .filter(documents -> documents.size() == 1)
                .map(documents -> {
                    Builder builder = new Builder(Source.of(documents.getFirst()), "en", remembered, now);
                    fields.forEach(builder::read);
                    return builder.reading(Extracted.nothing());
                });
    }

    private static final class Builder {

        private final Source source;
        private final String language;
        private final Map<String, Remembered> remembered;
        private final Instant now;
        private final Map<String, Value> values = new LinkedHashMap<>();
        private final List<String> missing = new ArrayList<>();
        private final List<Noted> shown = new ArrayList<>();
        private final List<Missed> missed = new ArrayList<>();

        Builder(Source source, String language, Map<String, Remembered> remembered, Instant now) {
            this.source = source;
            this.language = language;
            this.remembered = remembered;
            this.now = now;
        }

        void read(Field field) {
            FieldReading reading = FieldReading.of(field, source, language, now);
            Remembered before = remembered.get(field.name());
            if (reading.isGood()) {
                values.put(field.name(), reading.value().orElseThrow());
                shown.add(new Noted(field, new Remembered(reading.value().orElseThrow(), reading.place())));
                return;
            }
            if (field.required()) {
                missing.add(field.name());
            }
            Optional<String> found = reading.value().map(Value::text);
            if (before == null) {
                if (field.required()) {
                    missed.add(new Missed(field, Optional.empty(), found, Optional.empty()));
                }
                reading.value().ifPresent(wrong -> values.put(field.name(), wrong));
                return;
            }
            Optional<String> suggestion =
                    before.place().flatMap(place -> Drift.suggestion(source.document(), field, place, language));
            missed.add(new Missed(field, Optional.of(before), found, suggestion));
            values.put(field.name(), kept(before.value(), suggestion));
        }

        /** Never as sure as what the page says itself, and told to be old. */
        private static Value kept(Value value, Optional<String> suggestion) {
            return new Value(
                    value.text(),
                    value.unit(),
                    value.all(),
                    value.type(),
                    Math.min(value.confidence(), Confidence.KEPT),
                    value.origin(),
                    true,
                    value.of(),
                    suggestion);
        }

        Reading reading(Extracted structures) {
            return new Reading(
                    new Extracted(
                            values,
                            missing,
                            structures.things(),
                            structures.tables(),
                            structures.article(),
                            structures.nextPage()),
                    new Notes(shown, List.of(), missed));
        }
    }
}
