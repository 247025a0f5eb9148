package dev.heir.integration.scrape.extract;

import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;

/** What an element says as the value of a property. */
final class MarkedValue {

    private MarkedValue() {}

    /** HTML Living Standard, section 5.2.4; an empty address stays empty. */
    static String ofMicrodata(Element element) {
        return switch (element.normalName()) {
            case "meta" -> element.attr("content");
            case "audio", "embed", "iframe", "img", "source", "track", "video" -> address(element, "src");
            case "a", "area", "link" -> address(element, "href");
            case "object" -> address(element, "data");
            case "data", "meter" -> element.attr("value");
            case "time" -> element.hasAttr("datetime") ? element.attr("datetime") : element.text();
            // Beyond the standard, as all readers have it: shops write <span itemprop=price content=9.99>9,99
            // EUR</span>.
            default -> element.hasAttr("content") ? element.attr("content") : element.text();
        };
    }

    /** RDFa Lite: {@code content}, then an address, then {@code datetime}, then the text. */
    static String ofRdfa(Element element) {
        if (element.hasAttr("content")) {
            return element.attr("content");
        }
        Optional<String> address = Stream.of("resource", "href", "src")
                .filter(element::hasAttr)
                .findFirst()
                .map(name -> address(element, name));
        return address.orElseGet(() -> element.hasAttr("datetime") ? element.attr("datetime") : element.text());
    }

    private static String address(Element element, String attribute) {
        String absolute = element.attr(attribute).isBlank() ? "" : element.absUrl(attribute);
        return absolute.isEmpty() ? element.attr(attribute).strip() : absolute;
    }
}
