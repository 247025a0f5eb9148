package dev.heir.integration.scrape.extract;

import java.util.ArrayList;
import java.util.List;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathNodes;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

/** An XPath 1.0 expression, for what no CSS selector can say: {@code //dt[.='Price']/following-sibling::dd[1]}. */
public record XPath(String expression) {

    private static final int MOST = 10_000;

    /** @throws IllegalArgumentException with the reason why it is none */
    public XPath {
        try {
            var unused = XPathFactory.newInstance().newXPath().compile(expression);
        } catch (XPathExpressionException malformed) {
            throw new IllegalArgumentException("must be an XPath 1.0 expression: " + reason(malformed), malformed);
        }
    }

    /** Texts of elements and attributes, or the one text, number or truth that it computes; nothing when it fails. */
    List<String> find(Document page) {
        try {
            var result = XPathFactory.newInstance().newXPath().evaluateExpression(expression, page);
            if (!(result.value() instanceof XPathNodes nodes)) {
                String computed = String.valueOf(result.value());
                return computed.isBlank() ? List.of() : List.of(computed);
            }
            List<String> texts = new ArrayList<>();
            for (Node node : nodes) {
                if (texts.size() >= MOST) {
                    break;
                }
                texts.add(String.valueOf(node.getTextContent()).strip().replaceAll("\\s+", " "));
            }
            return texts;
        } catch (XPathExpressionException notOnThisPage) {
            return List.of();
        }
    }

    private static String reason(XPathExpressionException malformed) {
        Throwable cause = malformed.getCause();
        return String.valueOf(cause == null ? malformed.getMessage() : cause.getMessage());
    }

    @Override
    public String toString() {
        return expression;
    }
}
