package dev.heir.integration.provider;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one body is made of out of another: constants, and places that are filled from the source. It has no conditions, no
 * loops but over a list that is there, and no end that the source does not have.
 *
 * <p>Sources and results are maps, lists, strings, numbers, booleans and nulls, as read from JSON.
 */
public sealed interface Template {

    /** What came of it. */
    sealed interface Filled {

        /** @param value to be sent or handed out */
        record Value(@Nullable Object value) implements Filled {}

        /** The source has nothing for it, and the template says that it may be left out. */
        record Nothing() implements Filled {}

        /** The source does not fit, for a reason that quotes no value: better nothing than something torn. */
        record Misfit(String reason) implements Filled {}
    }

    /** @param source empty when there is no such thing, of which every place is missing */
    Filled fill(Optional<Object> source);

    /** @param value as it is */
    record Constant(@Nullable Object value) implements Template {
        @Override
        public Filled fill(Optional<Object> source) {
            return new Filled.Value(value);
        }
    }

    /** @param members by name; what comes to nothing is left out */
    record Members(Map<String, Template> members) implements Template {
        @Override
        public Filled fill(Optional<Object> source) {
            Map<String, @Nullable Object> filled = new LinkedHashMap<>();
            for (Map.Entry<String, Template> member : members.entrySet()) {
                switch (member.getValue().fill(source)) {
                    case Filled.Value it -> filled.put(member.getKey(), it.value());
                    case Filled.Nothing _ -> {}
                    case Filled.Misfit misfit -> {
                        return misfit;
                    }
                }
            }
            return new Filled.Value(filled);
        }
    }

    /** @param elements in order; what comes to nothing is left out */
    record Elements(List<Template> elements) implements Template {
        @Override
        public Filled fill(Optional<Object> source) {
            return each(elements, source);
        }

        private static Filled each(List<Template> templates, Optional<Object> source) {
            List<@Nullable Object> filled = new ArrayList<>();
            for (Template element : templates) {
                switch (element.fill(source)) {
                    case Filled.Value it -> filled.add(it.value());
                    case Filled.Nothing _ -> {}
                    case Filled.Misfit misfit -> {
                        return misfit;
                    }
                }
            }
            return new Filled.Value(filled);
        }
    }

    /**
     * A value of the source.
     *
     * @param from where it may be: the first that is there counts
     * @param each what every element of the list that is there becomes
     * @param conversions in order
     * @param words their word to ours
     * @param otherwise what stands for a value that is missing or null
     * @param optional whether it may then be left out
     */
    record Place(
            List<Pointer> from,
            Optional<Template> each,
            List<Conversion> conversions,
            int digits,
            Map<String, Object> words,
            Optional<Object> otherwise,
            boolean optional)
            implements Template {

        /** One that must be there. */
        static Place of(Pointer pointer) {
            return new Place(List.of(pointer), Optional.empty(), List.of(), 2, Map.of(), Optional.empty(), false);
        }

        private boolean isPlain() {
            return each.isEmpty() && conversions.isEmpty() && words.isEmpty() && otherwise.isEmpty() && !optional;
        }

        @Override
        public Filled fill(Optional<Object> source) {
            Optional<Pointer.Found> found = source.flatMap(tree ->
                    from.stream().flatMap(pointer -> pointer.in(tree).stream()).findFirst());
            if (found.isPresent() && isPlain()) {
                return new Filled.Value(found.get().value());
            }
            Object value = found.map(Pointer.Found::value).orElse(null);
            if (value == null) {
                return otherwise
                        .<Filled>map(Filled.Value::new)
                        .orElseGet(() -> optional ? new Filled.Nothing() : new Filled.Misfit("there is no " + from));
            }
            return each.map(template -> every(template, value)).orElseGet(() -> converted(value));
        }

        private Filled every(Template template, Object value) {
            if (!(value instanceof List<?> list)) {
                return new Filled.Misfit(from + " is not a list");
            }
            List<@Nullable Object> filled = new ArrayList<>();
            for (Object element : list) {
                switch (template.fill(Optional.ofNullable(element))) {
                    case Filled.Value it -> filled.add(it.value());
                    case Filled.Nothing _ -> {}
                    case Filled.Misfit misfit -> {
                        return new Filled.Misfit(misfit.reason() + " in an element of " + from);
                    }
                }
            }
            return new Filled.Value(filled);
        }

        private Filled converted(Object value) {
            Object now = value;
            for (Conversion conversion : conversions) {
                Optional<Object> next = conversion.apply(now, digits);
                if (next.isEmpty()) {
                    return new Filled.Misfit(from + " cannot be converted: " + conversion.word());
                }
                now = next.get();
            }
            if (words.isEmpty()) {
                return new Filled.Value(now);
            }
            Object word = words.get(String.valueOf(now));
            return word != null
                    ? new Filled.Value(word)
                    : otherwise
                            .<Filled>map(Filled.Value::new)
                            .orElseGet(() -> new Filled.Misfit(from + " is none of the words " + words.keySet()));
        }
    }

    /** @param parts must come to a list of texts, numbers and booleans; one text is made of them */
    record Joined(Template parts, String between) implements Template {
        @Override
        public Filled fill(Optional<Object> source) {
            Filled filled = parts.fill(source);
            if (!(filled instanceof Filled.Value it)) {
                return filled;
            }
            if (!(it.value() instanceof List<?> list)) {
                return new Filled.Misfit("what is joined is not a list");
            }
            List<String> texts = new ArrayList<>();
            for (Object part : list) {
                Optional<String> text = text(part);
                if (text.isEmpty()) {
                    return new Filled.Misfit("what is joined is not all text");
                }
                texts.add(text.get());
            }
            return new Filled.Value(String.join(between, texts));
        }
    }

    /** A value as text, where it is one that has a text: neither a list, a map nor null. */
    static Optional<String> text(@Nullable Object value) {
        return switch (value) {
            case BigDecimal number -> Optional.of(number.toPlainString());
            case String text -> Optional.of(text);
            case Number number -> Optional.of(number.toString());
            case Boolean flag -> Optional.of(flag.toString());
            case null, default -> Optional.empty();
        };
    }
}
