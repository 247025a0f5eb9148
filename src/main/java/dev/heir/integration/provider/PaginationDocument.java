package dev.heir.integration.provider;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code pagination: cursor}, or {@code pagination: { style: cursor, param: after, next: /meta/after, items: /data }}. */
final class PaginationDocument {

    private static final Map<String, Pagination.Style> STYLES = styles();

    // RFC 6901, section 3
    private static final Pattern POINTER = Pattern.compile("(/([^/~]|~[01])*+)*+");
    private static final Pattern PARAM = Pattern.compile("[A-Za-z0-9._~\\[\\]-]{1,100}");

    private PaginationDocument() {}

    private static Map<String, Pagination.Style> styles() {
        Map<String, Pagination.Style> styles = new LinkedHashMap<>();
        for (Pagination.Style style : Pagination.Style.values()) {
            styles.put(style.name().toLowerCase(Locale.ROOT).replace('_', '-'), style);
        }
        return styles;
    }

    static Optional<Pagination> read(Fields operation) {
        if (operation.has("pagination") && operation.json("pagination").orElse("") instanceof Map<?, ?>) {
            return operation.map("pagination").flatMap(fields -> {
                Optional<Pagination> read = details(fields);
                fields.refuseUnknown();
                return read;
            });
        }
        return operation.text("pagination").flatMap(word -> style(operation, "pagination", word)
                .map(Pagination::usual));
    }

    private static Optional<Pagination> details(Fields fields) {
        fields.require("style");
        return fields.text("style")
                .flatMap(word -> style(fields, "style", word))
                .map(style -> {
                    Pagination usual = Pagination.usual(style);
                    boolean byParam = !usual.param().isEmpty();
                    boolean named = !usual.next().isEmpty();
                    boolean counted = byParam && !named;
                    Optional<String> param = byParam ? param(fields) : Optional.empty();
                    Optional<String> next = named ? pointer(fields, "next") : Optional.empty();
                    Optional<String> lastItem = byParam && named ? pointer(fields, "lastItem") : Optional.empty();
                    if (next.isPresent() && lastItem.isPresent()) {
                        fields.flaw("lastItem", "either 'next' or 'lastItem', not both");
                    }
                    return new Pagination(
                            style,
                            param.orElse(usual.param()),
                            next.orElse(usual.next()),
                            lastItem,
                            pointer(fields, "more"),
                            pointer(fields, "items").orElse(""),
                            counted ? fields.whole("first", 0, 1_000_000_000).orElse(usual.first()) : usual.first());
                });
    }

    private static Optional<Pagination.Style> style(Fields fields, String key, String word) {
        Optional<Pagination.Style> style = Optional.ofNullable(STYLES.get(word));
        if (style.isEmpty()) {
            fields.flaw(
                    key, "must be one of " + String.join(", ", STYLES.keySet()) + Fields.meant(word, STYLES.keySet()));
        }
        return style;
    }

    private static Optional<String> param(Fields fields) {
        return fields.text("param").filter(name -> {
            boolean fine = PARAM.matcher(name).matches();
            if (!fine) {
                fields.flaw("param", "must be the name of a query parameter such as cursor");
            }
            return fine;
        });
    }

    private static Optional<String> pointer(Fields fields, String key) {
        return fields.text(key).filter(pointer -> {
            boolean fine = POINTER.matcher(pointer).matches();
            if (!fine) {
                fields.flaw(key, "must be a JSON Pointer (RFC 6901) such as /meta/next");
            }
            return fine;
        });
    }
}
