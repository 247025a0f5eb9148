package dev.heir.integration.scrape.monitor;

import dev.heir.integration.scrape.Content;
import dev.heir.integration.scrape.Selector;
import dev.heir.integration.scrape.extract.Css;
import dev.heir.integration.scrape.extract.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What of a page is watched.
 *
 * @param fields each by its name
 * @param within CSS of the parts whose text is watched; empty to watch fields and rows only
 * @param rows of tables, if any
 * @param ignored CSS of what is never looked at, beside what usually is none of the page's own text
 */
record Watch(WatchedFields fields, List<String> within, Optional<Rows> rows, List<String> ignored) {

    private static final String BLOCKS =
            "h1,h2,h3,h4,h5,h6,p,li,dt,dd,td,th,caption,blockquote,pre,figcaption,summary,div,"
                    + "section,article,header,main,body,address,ul,ol,dl,table,tr,form,details,figure";

    /** Navigation, advertisements, banners: what changes on every page of a website at once. */
    private static final String USUALLY =
            "nav,footer,aside,[hidden],[style~=display:\\s*none],[aria-hidden=true],[role=dialog],"
                    + "[class~=(?i)cookie|consent|\\b(ads?|advert\\w*|sponsored|adsbygoogle)\\b],[id~=(?i)cookie|consent]";

    private static final String FIELD = "field ";
    private static final String BLOCK = "block ";
    private static final String ROW = "rows";
    private static final String KEY = "keys";

    /**
     * @param each CSS of the rows
     * @param key CSS of what names a row, within it
     */
    record Rows(String each, String key) {}

    Watch {
        within = List.copyOf(within);
        ignored = List.copyOf(ignored);
    }

    /**
     * What a scrape is asked for, so that {@link #seen} finds it.
     *
     * @throws IllegalArgumentException when it is too long: jsoup reads no more than 2,048 characters at once
     */
    Map<String, Selector> selectors() {
        Map<String, Selector> selectors = new LinkedHashMap<>();
        fields.plain().forEach((name, selector) -> selectors.put(FIELD + name, selector));
        List<String> never = new ArrayList<>(ignored);
        never.addFirst(USUALLY);
        // What is watched by its name is not told twice.
        Stream.concat(
                        fields.plain().values().stream().map(Selector::css),
                        fields.typed().stream()
                                .flatMap(field -> field.css().stream().map(Css::query)))
                .sorted()
                .forEach(never::add);
        rows.ifPresent(table -> never.add(table.each()));
        String not = String.join(",", never);
        String leaf = ":is(" + BLOCKS + "):not(:has(" + BLOCKS + ")):not(" + not + "):not(:is(" + not + ") *)";
        for (int i = 0; i < within.size(); i++) {
            selectors.put(BLOCK + i, css(leaf + ":is(:is(" + within.get(i) + "),:is(" + within.get(i) + ") *)"));
        }
        rows.ifPresent(table -> {
            selectors.put(ROW, css(table.each()));
            selectors.put(KEY, css(":is(" + table.each() + ") " + table.key()));
        });
        return selectors;
    }

    Seen seen(Content content) {
        Map<String, String> found = new HashMap<>();
        fields.plain().keySet().forEach(name -> {
            List<String> values = content.values().getOrDefault(FIELD + name, List.of());
            if (!values.isEmpty()) {
                found.put(name, String.join(" | ", values));
            }
        });
        // What an earlier look showed is kept for scrapes; here it is gone, as it is on the page.
        content.extracted().ifPresent(extracted -> fields.typed()
                .forEach(field -> Optional.ofNullable(extracted.fields().get(field.name()))
                        .filter(Value::shows)
                        .ifPresent(value -> found.put(field.name(), Amounts.written(value)))));
        List<String> blocks = new ArrayList<>();
        for (int i = 0; i < within.size(); i++) {
            blocks.addAll(content.values().getOrDefault(BLOCK + i, List.of()));
        }
        return new Seen(found, blocks, rows(content));
    }

    /** Where each row has its key, they belong together by their order; else a row is its own key. */
    private static Map<String, String> rows(Content content) {
        List<String> texts = content.values().getOrDefault(ROW, List.of());
        List<String> keys = content.values().getOrDefault(KEY, List.of());
        Map<String, String> rows = new LinkedHashMap<>();
        int next = 0;
        for (String text : texts) {
            boolean named = next < keys.size() && text.contains(keys.get(next));
            rows.putIfAbsent(named ? keys.get(next++) : text, text);
        }
        return rows;
    }

    private static Selector css(String css) {
        return new Selector(css, Optional.empty());
    }
}
