package dev.heir.integration.scrape.robots;

import java.util.Locale;
import java.util.Optional;

/** One line of a robots.txt that means something to us. */
record Line(Key key, String value) {

    enum Key {
        USER_AGENT,
        ALLOW,
        DISALLOW,
        CRAWL_DELAY,
        SITEMAP
    }

    /** @param said without comment and the space around it */
    static Optional<Line> of(String said) {
        int colon = said.indexOf(':');
        // Some write "Disallow /x"; two words are clear enough.
        int end = colon < 0 ? firstSpace(said) : colon;
        if (end < 0) {
            return Optional.empty();
        }
        String value = said.substring(end + 1).strip();
        return key(said.substring(0, end))
                .filter(key -> colon >= 0 || firstSpace(value) < 0)
                .map(key -> new Line(key, value));
    }

    /** With the misspellings that are found in the world: what was meant is clear. */
    private static Optional<Key> key(String written) {
        return switch (written.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_]+", "-")) {
            case "user-agent",
                    "useragent",
                    "user-agents",
                    "useragents",
                    "usser-agent",
                    "uer-agent",
                    "user-aget",
                    "user-agnet",
                    "user-agen" -> Optional.of(Key.USER_AGENT);
            case "allow", "alow", "allows" -> Optional.of(Key.ALLOW);
            case "disallow",
                    "disalow",
                    "dissallow",
                    "dissalow",
                    "diasllow",
                    "disallaw",
                    "dissalows",
                    "disallows",
                    "dis-allow",
                    "disllow",
                    "dissallows" -> Optional.of(Key.DISALLOW);
            case "crawl-delay", "crawldelay", "craw-delay", "crawl-delays" -> Optional.of(Key.CRAWL_DELAY);
            case "sitemap", "site-map", "sitemaps" -> Optional.of(Key.SITEMAP);
            default -> Optional.empty();
        };
    }

    private static int firstSpace(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }
}
