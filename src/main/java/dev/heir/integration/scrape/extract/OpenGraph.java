package dev.heir.integration.scrape.extract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** The Open Graph protocol: a page is one thing, its images and videos have properties of their own. */
final class OpenGraph {

    private static final Set<String> MEDIA = Set.of("image", "video", "audio");
    private static final Set<String> PREFIXES = Set.of("og", "article", "book", "profile", "product", "video", "music");

    private OpenGraph() {}

    static List<Thing> things(Document document) {
        Properties page = Properties.of(List.of(), Optional.empty());
        Map<String, ObjectNode> media = new HashMap<>();
        Allowance left = new Allowance(Things.MOST, Things.MOST_TEXT);
        String type = "website";
        boolean any = false;
        for (Element meta : document.select("meta[property][content], meta[name][content]")) {
            String name = (meta.hasAttr("property") ? meta.attr("property") : meta.attr("name"))
                    .strip()
                    .toLowerCase(Locale.ROOT);
            String content = left.fit(meta.attr("content").strip());
            int colon = name.indexOf(':');
            if (content.isEmpty() || !left.take() || colon < 0 || !PREFIXES.contains(name.substring(0, colon))) {
                continue;
            }
            any = true;
            if (name.equals("og:type")) {
                type = content;
            } else {
                add(page, media, name.startsWith("og:") ? name.substring(3) : name, content);
            }
        }
        return any ? List.of(new Thing(Syntax.OPEN_GRAPH, List.of(type), Optional.empty(), page.node())) : List.of();
    }

    /** {@code image:width} belongs to the image before it; {@code image} and {@code image:url} are one. */
    private static void add(Properties page, Map<String, ObjectNode> media, String name, String content) {
        int colon = name.indexOf(':');
        String kind = colon < 0 ? name : name.substring(0, colon);
        if (!MEDIA.contains(kind)) {
            page.add(name, content);
            return;
        }
        String part = colon < 0 ? "url" : name.substring(colon + 1);
        ObjectNode last = media.get(kind);
        boolean again =
                colon > 0 || (last != null && content.equals(last.path("url").asText()));
        if (last == null || !again) {
            last = JsonNodeFactory.instance.objectNode();
            media.put(kind, last);
            page.add(kind, last);
        }
        last.put(part, content);
    }
}
