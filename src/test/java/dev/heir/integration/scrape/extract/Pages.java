package dev.heir.integration.scrape.extract;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** Documents for tests, as if read from a shop. */
final class Pages {

    static final String AT = "https://shop.example/list?page=1";

    private Pages() {}

    static Document page(String html) {
        return Jsoup.parse(html, AT);
    }
}
