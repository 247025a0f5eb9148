package dev.heir.integration.scrape.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeFilter.FilterResult;

/** Cuts the place of an article into paragraphs, without what stands around it. */
final class Paragraphs implements NodeFilter {

    private static final Set<String> HEADINGS = Set.of("h1", "h2", "h3", "h4", "h5", "h6");

    /** Lists of links and nothing else are navigation; a list of sources has words beside its links. */
    private static final double LINKS = 0.8;

    private final Element root;
    private final Weights weights;
    private final int whole;
    private final List<String> paragraphs = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int left;
    private int code;

    private Paragraphs(Element root, Weights weights, int whole, int mostText) {
        this.root = root;
        this.weights = weights;
        this.whole = whole;
        this.left = mostText;
    }

    static List<String> of(Element root, Weights weights, int whole, int mostText) {
        Paragraphs paragraphs = new Paragraphs(root, weights, whole, mostText);
        var unused = root.filter(paragraphs);
        paragraphs.end();
        return List.copyOf(paragraphs.paragraphs);
    }

    /** A heading's words without the sign that links to it. */
    static String heading(Element heading) {
        return VisibleText.of(heading).replaceFirst("\\s*[¶#§🔗]+$", "");
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (left <= 0) {
            return FilterResult.STOP;
        }
        if (node instanceof TextNode words) {
            append(words.getWholeText());
        } else if (node instanceof Element element) {
            if (!element.equals(root) && isLeftOut(element)) {
                return FilterResult.SKIP_ENTIRELY;
            }
            if (isCell(element) || element.nameIs("br")) {
                append(code > 0 ? "\n" : " ");
            } else if (element.isBlock()) {
                end();
                code += element.nameIs("pre") ? 1 : 0;
            }
        }
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element && element.isBlock() && !isCell(element)) {
            end();
            code -= element.nameIs("pre") ? 1 : 0;
        }
        return FilterResult.CONTINUE;
    }

    private boolean isLeftOut(Element element) {
        if (VisibleText.isHidden(element) || Frame.isAround(element, (double) weights.text(element) / whole)) {
            return true;
        }
        if (element.nameIs("a")) {
            String sign = element.text();
            return sign.length() <= 2 && sign.chars().noneMatch(Character::isLetterOrDigit) && !sign.isEmpty();
        }
        boolean list = element.nameIs("ul") || element.nameIs("ol") || element.nameIs("div") || element.nameIs("table");
        return list
                && !HEADINGS.contains(element.normalName())
                && weights.linked(element) > LINKS
                && element.select("a").size() > 2;
    }

    /** The cells of a row are one paragraph. */
    private static boolean isCell(Element element) {
        return element.nameIs("td") || element.nameIs("th");
    }

    private void append(String words) {
        if (code > 0) {
            text.append(words);
            return;
        }
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            boolean space = Character.isWhitespace(c) || c == 0xA0;
            if (!space) {
                text.append(c);
            } else if (!text.isEmpty() && text.charAt(text.length() - 1) != ' ') {
                text.append(' ');
            }
        }
    }

    private void end() {
        String paragraph = text.toString().strip();
        text.setLength(0);
        if (!paragraph.isEmpty() && left > 0) {
            String fits = paragraph.length() <= left ? paragraph : paragraph.substring(0, left);
            paragraphs.add(fits);
            left -= fits.length();
        }
    }
}
