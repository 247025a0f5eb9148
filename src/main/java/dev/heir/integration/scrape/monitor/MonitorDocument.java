package dev.heir.integration.scrape.monitor;

import dev.heir.integration.provider.Fields;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.Selector;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the document of a monitor and tells all that is wrong with it. */
public final class MonitorDocument {

    private static final int MOST_PAGES = 1_000;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private static final String HIDDEN = "[secret]";

    /** An address to the end of its host, and what stands behind. */
    private static final Pattern PATH = Pattern.compile("(?s)([A-Za-z]+://[^/?#]*+)[/?#].*");

    private MonitorDocument() {}

    /**
     * @param name by which it is asked for
     * @param project in whose name pages are read when the document names none
     * @throws InvalidInput with all flaws
     */
    public static Monitor read(String name, Map<String, ?> document, String project) {
        Fields fields = Fields.of(document);
        if (!NAME.matcher(name).matches()) {
            fields.flaw("monitor", name, "must be of lower-case letters, digits and hyphens, at most 63");
        }
        fields.text("monitor")
                .filter(named -> !named.equals(name))
                .ifPresent(named -> fields.flaw("monitor", named, "must be '" + name + "', by which it is asked for"));
        List<PageUrl> pages = pages(fields);
        Duration every = fields.duration("every", Duration.ofMinutes(1), Duration.ofDays(365))
                .orElse(Duration.ofHours(6));
        Map<String, String> competitors = new LinkedHashMap<>();
        fields.map("competitors").ifPresent(map -> map.keys()
                .forEach(host -> map.text(host).ifPresent(whose -> competitors.put(host, whose))));
        List<String> ignored = new ArrayList<>();
        List<Pattern> noise = new ArrayList<>();
        fields.texts("ignore").forEach((path, text) -> {
            if (text.length() > 2 && text.startsWith("/") && text.endsWith("/")) {
                pattern(fields, path, text.substring(1, text.length() - 1)).ifPresent(noise::add);
            } else {
                selector(fields, path, text).ifPresent(css -> ignored.add(css.css()));
            }
        });
        WatchedFields values = WatchedFields.read(fields);
        Optional<Fields> watched = fields.map("watch");
        List<String> within = watched.map(MonitorDocument::blocks).orElseGet(List::of);
        Optional<Watch.Rows> rows = watched.flatMap(MonitorDocument::rows);
        watched.ifPresent(Fields::refuseUnknown);
        Optional<Fields> notify = fields.map("notify");
        Optional<URI> webhook = notify.flatMap(MonitorDocument::webhook);
        Map<String, BigDecimal> atLeast = notify.map(values::atLeast).orElseGet(Map::of);
        notify.ifPresent(Fields::refuseUnknown);
        String whose = fields.text("project").orElse(project);
        boolean nothing = values.isEmpty() && within.isEmpty() && rows.isEmpty();
        fields.refuseUnknown();
        fields.refuseFlaws();
        Watch watch = new Watch(values, nothing ? List.of("body") : within, rows, ignored);
        try {
            var _ = watch.selectors();
        } catch (IllegalArgumentException tooLong) {
            throw new InvalidInput("watch", "all selectors", "must be shorter together: " + tooLong.getMessage());
        }
        return new Monitor(name, whose, pages, every, competitors, watch, noise, webhook, atLeast);
    }

    private static List<PageUrl> pages(Fields fields) {
        List<PageUrl> pages = new ArrayList<>();
        fields.require("pages");
        Map<String, String> texts = fields.texts("pages");
        texts.forEach((path, text) -> {
            try {
                pages.add(PageUrl.parse(text));
            } catch (IllegalArgumentException none) {
                fields.flaw(path, text, String.valueOf(none.getMessage()));
            }
        });
        if (fields.has("pages") && (texts.isEmpty() || texts.size() > MOST_PAGES)) {
            fields.flaw("pages", "must be a list of one URL to " + MOST_PAGES);
        }
        return pages.stream().distinct().toList();
    }

    private static List<String> blocks(Fields watch) {
        List<String> within = new ArrayList<>();
        watch.texts("blocks")
                .forEach((path, css) -> selector(watch, path, css).ifPresent(part -> within.add(part.css())));
        return within;
    }

    private static Optional<Watch.Rows> rows(Fields watch) {
        return watch.map("rows").flatMap(map -> {
            Optional<Selector> each = selector(map, map.at("each"), map.requiredText("each"));
            Optional<Selector> key = selector(map, map.at("key"), map.requiredText("key"));
            map.refuseUnknown();
            return each.flatMap(rows -> key.map(named -> new Watch.Rows(rows.css(), named.css())));
        });
    }

    /** The document for people: where its notices go is often all that protects who takes them, so only the host is shown. */
    public static Map<String, Object> shown(Map<String, Object> document) {
        if (!(document.get("notify") instanceof Map<?, ?> notify)
                || !(notify.get("webhook") instanceof String address)) {
            return document;
        }
        Map<Object, Object> told = new LinkedHashMap<>(notify);
        told.put("webhook", PATH.matcher(address).replaceFirst("$1/" + HIDDEN));
        Map<String, Object> shown = new LinkedHashMap<>(document);
        shown.put("notify", told);
        return shown;
    }

    private static Optional<URI> webhook(Fields notify) {
        return notify.text("webhook").flatMap(text -> {
            if (text.contains(HIDDEN)) {
                notify.flaw("webhook", "must be the whole address: what is shown of it ends before its path");
                return Optional.empty();
            }
            try {
                URI uri = new URI(text);
                if (("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                        && uri.getHost() != null
                        && uri.getRawUserInfo() == null) {
                    return Optional.of(uri);
                }
            } catch (URISyntaxException malformed) {
                // told below
            }
            notify.flaw("webhook", "must be an http or https URL without a user");
            return Optional.empty();
        });
    }

    static Optional<Selector> selector(Fields fields, String path, String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Selector.parse(text));
        } catch (IllegalArgumentException none) {
            fields.flaw(path, text, String.valueOf(none.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<Pattern> pattern(Fields fields, String path, String text) {
        try {
            return Optional.of(Pattern.compile(text));
        } catch (PatternSyntaxException none) {
            fields.flaw(path, text, "must be a regular expression between slashes: " + none.getDescription());
            return Optional.empty();
        }
    }
}
