package dev.heir.integration.scrape;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector.SelectorParseException;

/**
 * What to read from a page: a CSS selector, and with {@code a@href} an attribute of what it finds instead of its text.
 */
public record Selector(String css, Optional<String> attribute) {

    private static final Pattern WITH_ATTRIBUTE = Pattern.compile("(.*)@([A-Za-z_:][A-Za-z0-9_:.-]*)");

    public Selector {
        try {
            QueryParser.parse(css);
        } catch (SelectorParseException | IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(
                    "must be a CSS selector, with '@name' behind it for an attribute: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    /** @throws IllegalArgumentException with the reason why it is no selector */
    public static Selector parse(String text) {
        Matcher matcher = WITH_ATTRIBUTE.matcher(text.strip());
        return matcher.matches()
                ? new Selector(matcher.group(1).strip(), Optional.of(matcher.group(2)))
                : new Selector(text.strip(), Optional.empty());
    }

    /** As people write it; {@link #parse} reads it back. */
    @Override
    public String toString() {
        return css + attribute.map(name -> "@" + name).orElse("");
    }
}
