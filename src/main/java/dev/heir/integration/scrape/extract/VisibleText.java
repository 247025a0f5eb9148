package dev.heir.integration.scrape.extract;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/** What a reader sees of an element, white space collapsed: without scripts, styles, templates and what is hidden. */
public final class VisibleText {

    private static final Set<String> UNSEEN =
            Set.of("script", "style", "noscript", "template", "head", "svg", "iframe");
    private static final char NO_BREAK_SPACE = 0xA0;
    private static final char ZERO_WIDTH_SPACE = 0x200B;
    private static final char SOFT_HYPHEN = 0xAD;
    private static final Pattern HIDING_STYLE =
            Pattern.compile("(display\\s*:\\s*none|visibility\\s*:\\s*hidden)", Pattern.CASE_INSENSITIVE);

    private VisibleText() {}

    /** In one pass, without a copy of the document. */
    public static String of(Element root) {
        StringBuilder text = new StringBuilder();
        var unused = root.filter(new NodeFilter() {
            @Override
            public FilterResult head(Node node, int depth) {
                if (node instanceof TextNode words) {
                    append(text, words.getWholeText());
                } else if (node instanceof Element element) {
                    if (!element.equals(root) && isHidden(element)) {
                        return FilterResult.SKIP_ENTIRELY;
                    }
                    if (element.isBlock() || element.nameIs("br")) {
                        space(text);
                    }
                }
                return FilterResult.CONTINUE;
            }

            @Override
            public FilterResult tail(Node node, int depth) {
                if (node instanceof Element element && element.isBlock()) {
                    space(text);
                }
                return FilterResult.CONTINUE;
            }
        });
        return text.toString().strip();
    }

    /** Whether a browser would not show it, as far as the page itself says: style sheets are not read. */
    static boolean isHidden(Element element) {
        return UNSEEN.contains(element.normalName())
                || element.hasAttr("hidden")
                || (element.hasAttr("style")
                        && HIDING_STYLE.matcher(element.attr("style")).find())
                || (element.nameIs("input")
                        && element.attr("type").toLowerCase(Locale.ROOT).equals("hidden"));
    }

    private static void append(StringBuilder text, String words) {
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            if (Character.isWhitespace(c) || c == NO_BREAK_SPACE) {
                space(text);
            } else if (c != ZERO_WIDTH_SPACE && c != SOFT_HYPHEN) {
                text.append(c);
            }
        }
    }

    private static void space(StringBuilder text) {
        if (!text.isEmpty() && !endsWithSpace(text)) {
            text.append(' ');
        }
    }

    private static boolean endsWithSpace(StringBuilder text) {
        return text.charAt(text.length() - 1) == ' ';
    }
}
