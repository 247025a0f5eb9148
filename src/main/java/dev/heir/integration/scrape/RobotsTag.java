package dev.heir.integration.scrape;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** What a page itself asks of robots, in its header {@code X-Robots-Tag} or in its meta elements. */
record RobotsTag(boolean index, boolean follow) {

    static final RobotsTag NONE = new RobotsTag(true, true);

    /** Directives that have a colon of their own: what stands before it is no robot's name. */
    private static final Set<String> WITH_VALUE =
            Set.of("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview");

    /** @param agent our product token in lower case; what is said to it and what is said to all holds together */
    static RobotsTag of(List<String> headers, Document document, String agent) {
        RobotsTag tag = NONE;
        for (String header : headers) {
            tag = tag.and(header(header, agent));
        }
        for (Element meta : document.select("meta[name][content]")) {
            String name = meta.attr("name").strip().toLowerCase(Locale.ROOT);
            if (name.equals("robots") || name.equals(agent)) {
                tag = tag.and(directives(meta.attr("content")));
            }
        }
        return tag;
    }

    static RobotsTag header(String value, String agent) {
        int colon = value.indexOf(':');
        String before = colon < 0 ? "" : value.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        boolean named = !before.isEmpty() && before.indexOf(',') < 0 && !WITH_VALUE.contains(before);
        if (!named) {
            return directives(value);
        }
        return before.equals(agent) || before.equals("*") ? directives(value.substring(colon + 1)) : NONE;
    }

    private static RobotsTag directives(String text) {
        List<String> words = List.of(text.toLowerCase(Locale.ROOT).split("[\\s,]+"));
        boolean none = words.contains("none");
        return new RobotsTag(!none && !words.contains("noindex"), !none && !words.contains("nofollow"));
    }

    private RobotsTag and(RobotsTag other) {
        return new RobotsTag(index && other.index, follow && other.follow);
    }
}
