package dev.heir.integration.scrape.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector.SelectorParseException;

/** A CSS selector, with {@code a@href} an attribute of what it finds instead of its text. */
public record Css(String query, Optional<String> attribute) {

    private static final int MOST = 10_000;
    private static final Pattern WITH_ATTRIBUTE = Pattern.compile("(.*)@([A-Za-z_:][A-Za-z0-9_:.-]*)");

    public Css {
        var unused = evaluator(query);
    }

    /** @throws IllegalArgumentException with the reason why it is no selector */
    public static Css parse(String text) {
        Matcher matcher = WITH_ATTRIBUTE.matcher(text.strip());
        return matcher.matches()
                ? new Css(matcher.group(1).strip(), Optional.of(matcher.group(2)))
                : new Css(text.strip(), Optional.empty());
    }

    /** What it finds with what that says, without what says nothing. */
    List<Found> find(Document document) {
        List<Found> found = new ArrayList<>();
        for (Element element : document.select(evaluator(query))) {
            if (found.size() >= MOST) {
                break;
            }
            String text = attribute
                    .map(element::attr)
                    .orElseGet(() -> element.hasText() ? element.text() : element.data())
                    .strip();
            if (!text.isEmpty()) {
                found.add(new Found(element, text));
            }
        }
        return found;
    }

    record Found(Element element, String text) {}

    private static Evaluator evaluator(String query) {
        try {
            return QueryParser.parse(query);
        } catch (SelectorParseException | IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(
                    "must be a CSS selector, with '@name' behind it for an attribute: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    /** As people write it; {@link #parse} reads it back. */
    @Override
    public String toString() {
        return query + attribute.map(name -> "@" + name).orElse("");
    }
}
