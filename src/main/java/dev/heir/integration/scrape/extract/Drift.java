package dev.heir.integration.scrape.extract;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Looks for the new place of a value whose selector finds nothing any more. */
final class Drift {

    private static final double LEAST_LIKENESS = 0.6;

    /** Two places as likely as each other are no suggestion. */
    private static final double LEAD = 0.03;

    private static final int MOST = 20_000;
    private static final int LONGEST_TEXT = 300;

    private Drift() {}

    private record Candidate(Element element, double likeness) {}

    /** @return a selector that finds one element on this page */
    static Optional<String> suggestion(Document document, Field field, Fingerprint lost, String language) {
        List<Candidate> best = document.body().getAllElements().stream()
                .limit(MOST)
                .filter(element ->
                        !element.ownText().isBlank() && element.text().length() <= LONGEST_TEXT)
                .filter(element -> Typed.read(element.text(), field.type(), language, document.location())
                        .isPresent())
                .map(element -> new Candidate(element, lost.likeness(Fingerprint.of(element, element.text()))))
                .sorted(Comparator.comparingDouble(Candidate::likeness).reversed())
                .limit(2)
                .toList();
        boolean clear = !best.isEmpty()
                && best.getFirst().likeness() >= LEAST_LIKENESS
                && (best.size() == 1
                        || best.getFirst().likeness() - best.getLast().likeness() >= LEAD);
        return clear ? Optional.of(selector(document, best.getFirst().element())) : Optional.empty();
    }

    /** The shortest that finds it alone, by what is likely to stay. */
    private static String selector(Document document, Element element) {
        for (String attribute : List.of("itemprop", "data-testid", "data-test", "data-field", "property")) {
            String value = element.attr(attribute);
            String selector = "[" + attribute + "=" + value + "]";
            if (value.matches("[\\w-]+") && isAlone(document, selector, element)) {
                return selector;
            }
        }
        if (element.id().matches("[A-Za-z][A-Za-z_-]*") && isAlone(document, "#" + element.id(), element)) {
            return "#" + element.id();
        }
        for (String name : element.classNames()) {
            if (name.matches("[A-Za-z][\\w-]*")) {
                for (String selector : List.of("." + name, element.normalName() + "." + name)) {
                    if (isAlone(document, selector, element)) {
                        return selector;
                    }
                }
            }
        }
        return element.cssSelector();
    }

    private static boolean isAlone(Document document, String selector, Element element) {
        var found = document.select(selector);
        return found.size() == 1 && found.getFirst().equals(element);
    }
}
