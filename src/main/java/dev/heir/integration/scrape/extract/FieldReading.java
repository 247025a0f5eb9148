package dev.heir.integration.scrape.extract;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One field of one page.
 *
 * @param value as the page shows it
 * @param place where a selector found it
 */
record FieldReading(Field field, Optional<Value> value, Optional<Fingerprint> place) {

    private static final int LONGEST = 10_000;
    private static final int MOST = 1_000;

    private record Option(Sighting sighting, Typed typed) {}

    static FieldReading of(Field field, Source page, String language, Instant now) {
        List<Sighting> sightings = Ways.of(field, page);
        if (sightings.isEmpty()) {
            return new FieldReading(field, Optional.empty(), Optional.empty());
        }
        List<Option> options = sightings.stream()
                .flatMap(sighting ->
                        read(field.type(), sighting, language, page.document().location()).stream())
                .toList();
        if (options.isEmpty()) {
            Sighting first = sightings.getFirst();
            String text = cut(first.texts().getFirst());
            return new FieldReading(
                    field,
                    Optional.of(value(field, Typed.sure(text), List.of(), Confidence.WRONG_TYPE, first, now)),
                    Optional.empty());
        }
        Option best = options.getFirst();
        List<Option> others = options.stream()
                .skip(1)
                .filter(option -> !isSamePlace(option.sighting(), best.sighting()))
                .toList();
        int agreeing = (int) others.stream()
                .filter(option -> isSame(option, best, field.type()))
                .count();
        boolean list = field.type() == Type.LIST;
        double confidence = Confidence.of(
                best.sighting().origin(),
                best.sighting().several() && !list,
                others.size(),
                agreeing,
                best.typed().certain());
        List<String> all = list
                ? best.sighting().texts().stream()
                        .limit(MOST)
                        .map(FieldReading::cut)
                        .toList()
                : List.of();
        Optional<Fingerprint> place = best.sighting()
                .element()
                .map(element -> Fingerprint.of(element, best.sighting().texts().getFirst()));
        return new FieldReading(
                field, Optional.of(value(field, best.typed(), all, confidence, best.sighting(), now)), place);
    }

    boolean isGood() {
        return value.isPresent() && value.get().confidence() > Confidence.WRONG_TYPE;
    }

    /** Machines write numbers with a point, whatever the language of the page. */
    private static Optional<Option> read(Type type, Sighting sighting, String language, String base) {
        boolean machine = sighting.origin() == Origin.JSON || sighting.origin() == Origin.STRUCTURED;
        return sighting.texts().stream()
                .limit(MOST)
                .flatMap(text -> Typed.read(text, type, machine ? "en" : language, base).stream())
                .findFirst()
                .map(typed -> new Option(sighting, typed));
    }

    private static Value value(
            Field field, Typed typed, List<String> all, double confidence, Sighting sighting, Instant now) {
        return new Value(
                cut(typed.text()),
                typed.unit(),
                all,
                field.type(),
                confidence,
                sighting.origin(),
                false,
                now,
                Optional.empty());
    }

    /** Two selectors that find the same element are one witness. */
    private static boolean isSamePlace(Sighting one, Sighting other) {
        return one.element().isPresent() && one.element().equals(other.element());
    }

    private static boolean isSame(Option one, Option other, Type type) {
        if (type == Type.LIST) {
            return one.sighting().texts().equals(other.sighting().texts());
        }
        boolean units = one.typed().unit().isEmpty()
                || other.typed().unit().isEmpty()
                || one.typed().unit().equals(other.typed().unit());
        if (type == Type.NUMBER || type == Type.MONEY) {
            return units
                    && new BigDecimal(one.typed().text())
                                    .compareTo(new BigDecimal(other.typed().text()))
                            == 0;
        }
        return one.typed().text().equalsIgnoreCase(other.typed().text());
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
