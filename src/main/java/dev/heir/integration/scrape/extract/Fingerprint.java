package dev.heir.integration.scrape.extract;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * By what an element is known again when a page is built anew.
 *
 * @param path the elements around it, outermost first
 * @param names words of its classes and id
 * @param around words of its parent's
 * @param marks what else it says of itself, such as {@code itemprop=price}
 * @param before the words in front of it
 * @param shape of its text: {@code 9,9 €}
 */
public record Fingerprint(
        List<String> path, List<String> names, List<String> around, List<String> marks, String before, String shape) {

    private static final int LONGEST = 60;

    public Fingerprint {
        path = List.copyOf(path);
        names = List.copyOf(names);
        around = List.copyOf(around);
        marks = List.copyOf(marks);
    }

    static Fingerprint of(Element element, String text) {
        Element parent = element.parent();
        return new Fingerprint(
                Stream.concat(element.parents().reversed().stream(), Stream.of(element))
                        .map(Element::normalName)
                        .toList(),
                names(element),
                parent == null ? List.of() : names(parent),
                element.attributes().asList().stream()
                        .filter(mark -> mark.getKey().matches("itemprop|property|name|rel|role|data-[a-z-]*"))
                        .filter(mark -> mark.getValue().length() <= LONGEST)
                        .map(mark -> mark.getKey() + "=" + mark.getValue())
                        .toList(),
                before(element),
                shape(text));
    }

    static String shape(String text) {
        return cut(text).replaceAll("\\d+", "9").replaceAll("\\p{L}+", "a").replaceAll("\\s+", " ");
    }

    private static List<String> names(Element element) {
        return Stream.of((element.className() + " " + element.id()).split("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})"))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(word -> word.length() > 1)
                .distinct()
                .limit(20)
                .toList();
    }

    /** The words in front, the label beside it, or that of its row. */
    private static String before(Element element) {
        Node previous = element.previousSibling();
        if (previous instanceof TextNode words && !words.isBlank()) {
            return cut(words.text().strip().toLowerCase(Locale.ROOT));
        }
        return Optional.ofNullable(element.previousElementSibling())
                .or(() -> Optional.ofNullable(element.parent()).map(Element::previousElementSibling))
                .map(sibling -> cut(sibling.text().strip().toLowerCase(Locale.ROOT)))
                .orElse("");
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    /** From 0 to 1: what this one had and the other has too, by how much each speaks for it. */
    double likeness(Fingerprint other) {
        double weight = 0;
        double alike = 0;
        double[][] parts = {
            {shape.isEmpty() ? 0 : 0.25, shape.equals(other.shape) ? 1 : 0},
            {before.isEmpty() ? 0 : 0.2, before.equals(other.before) ? 1 : 0},
            {names.isEmpty() ? 0 : 0.2, shared(names, other.names)},
            {marks.isEmpty() ? 0 : 0.15, shared(marks, other.marks)},
            {around.isEmpty() ? 0 : 0.1, shared(around, other.around)},
            {0.05, path.getLast().equals(other.path.getLast()) ? 1 : 0},
            {0.05, shared(path, other.path)}
        };
        for (double[] part : parts) {
            weight += part[0];
            alike += part[0] * part[1];
        }
        return alike / weight;
    }

    private static double shared(List<String> own, List<String> others) {
        if (own.isEmpty()) {
            return 0;
        }
        long both = own.stream().distinct().filter(others::contains).count();
        return (double) both / own.stream().distinct().count();
    }
}
