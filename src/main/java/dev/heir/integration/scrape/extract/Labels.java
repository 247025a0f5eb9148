package dev.heir.integration.scrape.extract;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/** Finds values beside the words that name them: in a list of terms, in the next cell, behind a colon. */
final class Labels {

    private static final int LONGEST = 500;

    private Labels() {}

    /** {@code unitPrice} and {@code unit_price} are looked for as "unit price". */
    static String words(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1 $2")
                .replaceAll("[_-]+", " ")
                .toLowerCase(Locale.ROOT)
                .strip();
    }

    static Optional<String> find(Document document, String label) {
        String wanted = plain(label);
        List<Element> naming = document.select("dt, th, td, strong, b, label, span, p, li, div, h3, h4, h5").stream()
                .filter(element -> plain(element.ownText()).equals(wanted)
                        || (element.childrenSize() == 1 && plain(element.text()).equals(wanted)))
                .toList();
        return naming.stream()
                .flatMap(element -> beside(element, wanted).stream())
                .findFirst()
                .or(() -> inOneText(document, wanted));
    }

    private static Optional<String> beside(Element element, String wanted) {
        Element next = element.nextElementSibling();
        String value = next == null ? "" : VisibleText.of(next);
        if (value.isEmpty() && element.nextSibling() instanceof TextNode text) {
            value = text.text().strip().replaceFirst("^[:=]\\s*", "");
        }
        return Optional.of(value)
                .filter(text -> !text.isEmpty()
                        && text.length() <= LONGEST
                        && !plain(text).equals(wanted));
    }

    private static Optional<String> inOneText(Document document, String wanted) {
        return document.select("p, li, div, span, td").stream()
                .map(Element::ownText)
                .filter(text -> text.length() <= LONGEST + wanted.length() && text.indexOf(':') > 0)
                .filter(text -> plain(text.substring(0, text.indexOf(':'))).equals(wanted))
                .map(text -> text.substring(text.indexOf(':') + 1).strip())
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    private static String plain(String text) {
        return text.strip().replaceFirst("\\s*[:=]$", "").toLowerCase(Locale.ROOT);
    }
}
