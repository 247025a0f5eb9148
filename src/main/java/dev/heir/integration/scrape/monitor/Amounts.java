package dev.heir.integration.scrape.monitor;

import dev.heir.integration.scrape.extract.Field;
import dev.heir.integration.scrape.extract.Type;
import dev.heir.integration.scrape.extract.Value;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers in what fields say. A field that has a type says it in one way, however its page writes it; of any other the one
 * number in its text is taken.
 */
record Amounts(Map<String, Type> types) {

    Amounts {
        types = Map.copyOf(types);
    }

    static Amounts of(List<Field> typed) {
        Map<String, Type> types = new HashMap<>();
        typed.forEach(field -> types.put(field.name(), field.type()));
        return new Amounts(types);
    }

    /** What two looks are compared by: {@code 1.299,- €} and {@code EUR 1299.00} are the same. */
    static String written(Value value) {
        return switch (value.type()) {
            case NUMBER -> plain(value.text(), 0);
            case MONEY ->
                plain(value.text(), 2) + value.unit().map(unit -> " " + unit).orElse("");
            case LIST -> String.join(" | ", value.all());
            case TEXT, DATE, URL, BOOLEAN -> value.text();
        };
    }

    Optional<BigDecimal> in(String field, String text) {
        return switch (types.getOrDefault(field, Type.TEXT)) {
            case NUMBER, MONEY -> Optional.of(new BigDecimal(parts(text)[0]));
            case TEXT -> Amount.in(text);
            case DATE, URL, BOOLEAN, LIST -> Optional.empty();
        };
    }

    /** By how much a field's number differs, in percent of the first; empty when one of them has none, or another currency. */
    Optional<BigDecimal> percent(String field, String before, String after) {
        boolean otherUnit = types.get(field) == Type.MONEY && !unit(before).equals(unit(after));
        return otherUnit
                ? Optional.empty()
                : in(field, before).flatMap(from -> in(field, after).flatMap(to -> Amount.percent(from, to)));
    }

    private static String unit(String text) {
        String[] parts = parts(text);
        return parts.length > 1 ? parts[1] : "";
    }

    private static String[] parts(String text) {
        return text.split(" ", 2);
    }

    private static String plain(String number, int decimals) {
        BigDecimal stripped = new BigDecimal(number).stripTrailingZeros();
        return stripped.setScale(Math.max(decimals, stripped.scale())).toPlainString();
    }
}
