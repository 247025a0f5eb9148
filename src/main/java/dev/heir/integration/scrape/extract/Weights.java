package dev.heir.integration.scrape.extract;

import java.util.IdentityHashMap;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jspecify.annotations.Nullable;

/** How many characters each element of a page shows, and how many of them are links: counted once, from the leaves up. */
final class Weights {

    private record Weight(int text, int linked) {

        Weight plus(Weight other) {
            return new Weight(text + other.text, linked + other.linked);
        }
    }

    private static final Weight NOTHING = new Weight(0, 0);

    private final IdentityHashMap<Node, Weight> weights = new IdentityHashMap<>();

    static Weights of(Element root) {
        Weights weights = new Weights();
        var unused = root.filter(new NodeFilter() {
            @Override
            public FilterResult head(Node node, int depth) {
                return node instanceof Element element && VisibleText.isHidden(element)
                        ? FilterResult.SKIP_ENTIRELY
                        : FilterResult.CONTINUE;
            }

            @Override
            public FilterResult tail(Node node, int depth) {
                if (node instanceof TextNode words) {
                    weights.add(words.parent(), new Weight(letters(words.getWholeText()), 0));
                } else if (node instanceof Element element && !element.equals(root)) {
                    Weight own = weights.weights.getOrDefault(element, NOTHING);
                    weights.add(element.parent(), element.nameIs("a") ? new Weight(own.text(), own.text()) : own);
                }
                return FilterResult.CONTINUE;
            }
        });
        return weights;
    }

    private void add(@Nullable Node node, Weight more) {
        if (node != null && more.text() > 0) {
            weights.merge(node, more, Weight::plus);
        }
    }

    int text(Element element) {
        return weights.getOrDefault(element, NOTHING).text();
    }

    /** Without the words of links, which lead away rather than say. */
    int said(Element element) {
        Weight weight = weights.getOrDefault(element, NOTHING);
        return weight.text() - weight.linked();
    }

    /** From 0 to 1. */
    double linked(Element element) {
        Weight weight = weights.getOrDefault(element, NOTHING);
        return weight.text() == 0 ? 0 : (double) weight.linked() / weight.text();
    }

    private static int letters(String text) {
        return (int) text.chars().filter(c -> !Character.isWhitespace(c)).count();
    }
}
