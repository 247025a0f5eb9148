package dev.heir.integration.provider.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How an operation hands out long lists, as far as its document shows it: a guess that would cut a list short in silence is
 * not made, but told.
 */
final class Pages {

    private static final String HOW = "; say how by 'pagination' under '" + OpenApi.EXTENSION + "'";

    private static final Set<String> CURSORS = Set.of(
            "cursor",
            "aftercursor",
            "startcursor",
            "nextcursor",
            "pagetoken",
            "nexttoken",
            "nextpagetoken",
            "continuationtoken",
            "pagecursor",
            "startingafter",
            "after");
    private static final Set<String> OFFSETS = Set.of("offset", "skip");
    private static final Set<String> NUMBERS = Set.of("page", "pagenumber", "pageno", "pageindex");

    private static final Set<String> NEXT_CURSORS =
            Set.of("nextcursor", "nextpagetoken", "nexttoken", "nextpagecursor", "continuationtoken", "endcursor");
    private static final Set<String> NEXT_URLS =
            Set.of("next", "nexturl", "nextpageurl", "nextlink", "odatanextlink", "nextpageuri", "nexturi");
    private static final Set<String> MORE = Set.of("hasmore", "hasnext", "hasnextpage");
    private static final Set<String> LISTS =
            Set.of("data", "items", "results", "records", "entries", "values", "value");

    private final Members members;
    private final Remarks remarks;

    Pages(References references, Remarks remarks) {
        this.members = new Members(references);
        this.remarks = remarks;
    }

    /**
     * In the words of our documents; empty when it hands out no pages, or none that could be followed to their end.
     *
     * @param query the parameters by which it may be asked for one
     */
    Optional<Map<String, Object>> hint(Node operation, List<Node> query, Optional<Node> answer) {
        Optional<Node> body = answer.flatMap(members::body);
        Optional<String> items = body.flatMap(this::items);
        if (answer.stream()
                .flatMap(found -> found.members("headers").keySet().stream())
                .anyMatch("link"::equalsIgnoreCase)) {
            return Optional.of(pages("link-header", Optional.empty(), items.or(() -> Optional.of(""))));
        }
        Optional<Node> cursor = named(query, CURSORS);
        Optional<Node> counted = named(query, OFFSETS).or(() -> named(query, NUMBERS));
        Optional<String> url = body.flatMap(found -> members.find(found, NEXT_URLS, "string"));
        if (cursor.isEmpty() && counted.isEmpty() && (url.isEmpty() || items.isEmpty())) {
            return Optional.empty();
        }
        if (items.isEmpty()) {
            remarks.add(operation.path(), "pages", "seems to give pages, but not where in them the list is" + HOW);
            return Optional.empty();
        }
        if (cursor.isPresent()) {
            return byCursor(operation, cursor.get(), body.get(), items);
        }
        return url.map(next -> {
                    Map<String, Object> pages = pages("next-url", Optional.empty(), items);
                    pages.put("next", next);
                    return pages;
                })
                .or(() -> counted.map(parameter -> byCount(parameter, items)));
    }

    private Optional<Map<String, Object>> byCursor(Node operation, Node parameter, Node body, Optional<String> items) {
        Map<String, Object> pages = pages("cursor", parameter.text("name"), items);
        Optional<String> next = members.find(body, NEXT_CURSORS, "string");
        boolean byItem =
                next.isEmpty() && plain(parameter.text("name").orElse("")).equals("startingafter");
        if (next.isEmpty() && !byItem) {
            remarks.add(
                    operation.path(),
                    parameter.text("name").orElse(""),
                    "takes a cursor, but does not show where a page has the next one" + HOW);
            return Optional.empty();
        }
        next.ifPresent(pointer -> pages.put("next", pointer));
        if (byItem) {
            pages.put("lastItem", "/id");
        }
        members.find(body, MORE, "boolean").ifPresent(pointer -> pages.put("more", pointer));
        return Optional.of(pages);
    }

    private static Map<String, Object> byCount(Node parameter, Optional<String> items) {
        boolean offset = OFFSETS.contains(plain(parameter.text("name").orElse("")));
        Map<String, Object> pages = pages(offset ? "offset" : "page-number", parameter.text("name"), items);
        parameter
                .at("schema", "default")
                .map(Node::value)
                .filter(first -> !offset && first.equals(0))
                .ifPresent(first -> pages.put("first", first));
        return pages;
    }

    private static Map<String, Object> pages(String style, Optional<String> param, Optional<String> items) {
        Map<String, Object> pages = new LinkedHashMap<>();
        pages.put("style", style);
        param.ifPresent(name -> pages.put("param", name));
        items.filter(pointer -> !pointer.isEmpty()).ifPresent(pointer -> pages.put("items", pointer));
        return pages;
    }

    /** Where the list is: the body itself, the member that is usually called so, or the only list there is. */
    private Optional<String> items(Node body) {
        if (members.is(body, "array")) {
            return Optional.of("");
        }
        List<String> lists = members.of(body).entrySet().stream()
                .filter(member -> members.is(member.getValue(), "array"))
                .map(Map.Entry::getKey)
                .toList();
        return lists.size() == 1
                ? Optional.of(Members.pointer(lists.getFirst()))
                : lists.stream()
                        .filter(name -> LISTS.contains(plain(name)))
                        .findFirst()
                        .map(Members::pointer);
    }

    /** A day or a time is none, whatever it is called. */
    private static Optional<Node> named(List<Node> parameters, Set<String> words) {
        return parameters.stream()
                .filter(each -> words.contains(plain(each.text("name").orElse(""))))
                .filter(each -> each.at("schema", "format")
                        .filter(format -> String.valueOf(format.value()).startsWith("date"))
                        .isEmpty())
                .findFirst();
    }

    static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }
}
