package dev.heir.integration.persistence;

import dev.heir.integration.scrape.Canonical;
import dev.heir.integration.scrape.Order;
import dev.heir.integration.scrape.PageUrl;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** By what two pages of one scrape are the same: the same address and the same wishes. */
final class PageKey {

    private PageKey() {}

    /** In a crawl, addresses that differ only in what says who comes are the same as well. */
    static String of(PageUrl url, Order order) {
        String address = order.crawl().isPresent() ? Canonical.of(url) : url.toString();
        return named(address + " " + PageDocument.write(order.selectors())).toString();
    }

    /** Tells apart what one project itself asks for: nobody else is harmed by a collision that somebody makes. */
    static UUID named(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
