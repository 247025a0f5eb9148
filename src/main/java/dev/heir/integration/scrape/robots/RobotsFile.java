package dev.heir.integration.scrape.robots;

import java.util.List;
import java.util.Locale;

/**
 * A robots.txt, read (RFC 9309, section 2.2).
 *
 * @param sitemaps the addresses of its {@code Sitemap} lines, as written; they belong to no group
 */
public record RobotsFile(List<Group> groups, List<String> sitemaps) {

    public RobotsFile {
        groups = List.copyOf(groups);
        sitemaps = List.copyOf(sitemaps);
    }

    /** Never fails: what is no rule is none. */
    public static RobotsFile parse(String text) {
        Reading reading = new Reading();
        int number = 0;
        int at = text.startsWith("\uFEFF") ? 1 : 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
                end++;
            }
            number++;
            reading.line(text.substring(at, end), number);
            at = end + (text.startsWith("\r\n", end) ? 2 : 1);
        }
        return reading.file();
    }

    /**
     * What holds for one robot: all groups that name it together; if there are none, all for everybody.
     *
     * @param token its product token, in any case
     */
    public AgentRules rulesFor(String token) {
        List<Group> own = groupsOf(token.toLowerCase(Locale.ROOT));
        return AgentRules.of(own.isEmpty() ? groupsOf("*") : own);
    }

    private List<Group> groupsOf(String agent) {
        return groups.stream().filter(group -> group.agents().contains(agent)).toList();
    }
}
