package dev.heir.integration.scrape;

import dev.heir.integration.scrape.extract.VisibleText;
import org.jsoup.nodes.Document;

/**
 * A page with what a reader sees of it: found out once, for whoever judges it.
 *
 * @param text white space collapsed
 */
record Seen(Document document, String text) {

    static Seen of(Document document) {
        return new Seen(document, VisibleText.of(document));
    }
}
