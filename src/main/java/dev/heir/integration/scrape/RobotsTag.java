package dev.heir.integration.scrape;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What a page itself asks of robots, in its header {@code X-Robots-Tag} or in its meta elements.
 *
 * @param index whether its content may be kept
 * @param follow whether its links may be followed
 * @param archive whether its text may be kept, and not only what was read from it
 * @param reserved whether it reserves mining its text ({@code noai}, {@code tdm-reservation})
 */
record RobotsTag(boolean index, boolean follow, boolean archive, boolean reserved) {

    static final RobotsTag NONE = new RobotsTag(true, true, true, false);
    private static final RobotsTag NO_INDEX = new RobotsTag(false, true, true, false);
    private static final RobotsTag NO_FOLLOW = new RobotsTag(true, false, true, false);
    private static final RobotsTag NO_ARCHIVE = new RobotsTag(true, true, false, false);
    private static final RobotsTag RESERVED = new RobotsTag(true, true, true, true);

    /**
     * What is said to us and what is said to all holds together.
     *
     * @param headers of the answer, by lower-case name
     * @param agent our product token in lower case
     * @param now for pages that are to be forgotten after a day
     */
    static RobotsTag of(Map<String, List<String>> headers, Document document, String agent, Instant now) {
        RobotsTag tag = NONE;
        for (String header : headers.getOrDefault("x-robots-tag", List.of())) {
            tag = tag.and(header(header, agent, now));
        }
        if (headers.getOrDefault("tdm-reservation", List.of()).stream()
                .anyMatch(value -> value.strip().equals("1"))) {
            tag = tag.and(RESERVED);
        }
        for (Element meta : document.select("meta[name][content]")) {
            String name = meta.attr("name").strip().toLowerCase(Locale.ROOT);
            if (name.equals("robots") || name.equals(agent)) {
                tag = tag.and(directives(RobotsWords.of(meta.attr("content")), "", now));
            } else if (name.equals("tdm-reservation")
                    && meta.attr("content").strip().equals("1")) {
                tag = tag.and(RESERVED);
            }
        }
        return tag;
    }

    static RobotsTag header(String value, String agent, Instant now) {
        return directives(RobotsWords.of(value), agent, now);
    }

    private static RobotsTag directives(List<RobotsWords> words, String agent, Instant now) {
        RobotsTag tag = NONE;
        for (RobotsWords word : words) {
            if (word.isFor(agent)) {
                tag = tag.and(directive(word, now));
            }
        }
        return tag;
    }

    private static RobotsTag directive(RobotsWords word, Instant now) {
        return switch (word.name()) {
            case "noindex" -> NO_INDEX;
            case "nofollow" -> NO_FOLLOW;
            case "none" -> NO_INDEX.and(NO_FOLLOW);
            case "noarchive", "nocache" -> NO_ARCHIVE;
            case "noai" -> RESERVED;
            case "unavailable_after" ->
                word.time().filter(until -> !now.isBefore(until)).isPresent() ? NO_INDEX : NONE;
            default -> NONE;
        };
    }

    private RobotsTag and(RobotsTag other) {
        return new RobotsTag(
                index && other.index, follow && other.follow, archive && other.archive, reserved || other.reserved);
    }
}
