package dev.heir.integration.provider;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a template: any JSON, in which text such as {@code $/payment/id} is a place in the source, and a map whose keys
 * begin with {@code $} says more of one: {@code { $from: /amount, $convert: to-minor-units }}.
 */
final class TemplateDocument {

    private static final int MOST_DIGITS = 18;
    private static final Map<String, Conversion> CONVERSIONS = conversions();

    private TemplateDocument() {}

    private static Map<String, Conversion> conversions() {
        Map<String, Conversion> conversions = new LinkedHashMap<>();
        for (Conversion conversion : Conversion.values()) {
            conversions.put(conversion.word(), conversion);
        }
        return conversions;
    }

    /** Notes flaws in {@code fields}; what is returned for one is only there to read on with. */
    static Template read(Fields fields, String path, @Nullable Object written) {
        return switch (written) {
            case String text
            when text.startsWith("$/") ->
                pointer(fields, path, text, text.substring(1))
                        .<Template>map(Template.Place::of)
                        .orElseGet(() -> new Template.Constant(text));
            case Map<?, ?> map
            when map.keySet().stream().anyMatch(key -> String.valueOf(key).startsWith("$")) ->
                expression(fields.below(path, map));
            case Map<?, ?> map -> {
                Map<String, Template> members = new LinkedHashMap<>();
                map.forEach((key, child) -> members.put(String.valueOf(key), read(fields, path + "." + key, child)));
                yield new Template.Members(members);
            }
            case List<?> list -> {
                List<Template> elements = new ArrayList<>();
                list.forEach(child -> elements.add(read(fields, path + "[" + elements.size() + "]", child)));
                yield new Template.Elements(elements);
            }
            case null, default -> new Template.Constant(written);
        };
    }

    private static Template expression(Fields fields) {
        List<String> kinds =
                List.of("$from", "$join", "$value").stream().filter(fields::has).toList();
        if (kinds.size() != 1) {
            fields.flaw(
                    fields.at("$from"),
                    kinds.isEmpty() ? "nothing" : String.join(" and ", kinds),
                    "a map of keys that begin with $ has exactly one of $from, $join and $value");
        }
        Template template =
                switch (kinds.isEmpty() ? "" : kinds.getFirst()) {
                    case "$from" -> place(fields);
                    case "$join" -> joined(fields);
                    default -> new Template.Constant(fields.raw("$value"));
                };
        fields.refuseUnknown();
        return template;
    }

    private static Template place(Fields fields) {
        Optional<Template> each = fields.has("$each")
                ? Optional.of(read(fields, fields.at("$each"), fields.raw("$each")))
                : Optional.empty();
        List<Conversion> conversions = conversions(fields);
        if (each.isPresent() && !conversions.isEmpty()) {
            fields.flaw("$convert", "belongs into '$each': a list cannot be converted");
        }
        if (fields.has("$digits") && !conversions.toString().contains("MINOR_UNITS")) {
            fields.flaw("$digits", "says how many digits minor units have, which nothing is converted to or from");
        }
        Map<String, Object> words = new LinkedHashMap<>();
        fields.map("$words").ifPresent(map -> map.keys()
                .forEach(theirs -> map.json(theirs).ifPresent(ours -> words.put(theirs, ours))));
        return new Template.Place(
                from(fields),
                each,
                conversions,
                fields.whole("$digits", 0, MOST_DIGITS).orElse(2L).intValue(),
                words,
                fields.json("$default"),
                fields.flag("$optional").orElse(false));
    }

    private static List<Pointer> from(Fields fields) {
        Object written = fields.raw("$from");
        List<Pointer> pointers = new ArrayList<>();
        for (Object one : written instanceof List<?> list ? list : Arrays.asList(written)) {
            if (one instanceof String text) {
                pointer(fields, fields.at("$from"), text, text).ifPresent(pointers::add);
            } else {
                fields.flaw("$from", "must be a JSON Pointer such as /payment/id, or a list of them");
            }
        }
        if (written instanceof List<?> list && list.isEmpty()) {
            fields.flaw("$from", "must name one place at least");
        }
        return pointers;
    }

    private static List<Conversion> conversions(Fields fields) {
        List<Conversion> conversions = new ArrayList<>();
        if (fields.has("$convert")) {
            Object written = fields.raw("$convert");
            for (Object word : written instanceof List<?> list ? list : Arrays.asList(written)) {
                Conversion conversion = CONVERSIONS.get(String.valueOf(word));
                if (conversion != null) {
                    conversions.add(conversion);
                } else {
                    fields.flaw(
                            fields.at("$convert"),
                            word,
                            "must be one of " + String.join(", ", CONVERSIONS.keySet())
                                    + Fields.meant(String.valueOf(word), CONVERSIONS.keySet()));
                }
            }
        }
        return conversions;
    }

    private static Template joined(Fields fields) {
        Template parts = read(fields, fields.at("$join"), fields.raw("$join"));
        Object between = fields.has("$with") ? fields.raw("$with") : "";
        if (!(between instanceof String)) {
            fields.flaw("$with", "must be the text that stands between the parts");
        }
        if (parts instanceof Template.Constant || parts instanceof Template.Members) {
            fields.flaw("$join", "must be a list, or something that becomes one");
        }
        return new Template.Joined(parts, String.valueOf(between));
    }

    private static Optional<Pointer> pointer(Fields fields, String path, String shown, String text) {
        Optional<Pointer> pointer = Pointer.parse(text);
        if (pointer.isEmpty()) {
            fields.flaw(
                    path, shown, "must be a JSON Pointer behind the $ (RFC 6901): ~ is written ~0, / is written ~1");
        }
        return pointer;
    }
}
