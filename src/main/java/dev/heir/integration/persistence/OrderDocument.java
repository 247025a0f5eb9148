package dev.heir.integration.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.scrape.Bounds;
import dev.heir.integration.scrape.Order;
import dev.heir.integration.scrape.Selector;
import dev.heir.integration.scrape.Way;
import dev.heir.integration.scrape.extract.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a scrape wants beyond its selectors and its delay, which have columns of their own, as jsonb. */
final class OrderDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    private OrderDocument() {}

    /** Empty when it wants nothing beyond them. */
    static Optional<String> write(Order order) {
        ObjectNode document = JSON.createObjectNode();
        order.crawl().ifPresent(bounds -> document.set("crawl", bounds.write()));
        order.wanted().write(document);
        order.way().write(document);
        return document.isEmpty() ? Optional.empty() : Optional.of(document.toString());
    }

    static Order read(Map<String, Selector> selectors, Duration crawlDelay, @Nullable String wants) {
        if (wants == null) {
            return Order.of(selectors, crawlDelay);
        }
        List<Flaw> flaws = new ArrayList<>();
        JsonNode document = tree(wants);
        Optional<Bounds> crawl = Bounds.read(document.path("crawl"), flaws);
        Wanted wanted = Wanted.read(document, flaws);
        Way way = Way.read(document, flaws);
        if (!flaws.isEmpty()) {
            throw new IllegalStateException("scrape.wants cannot be read: " + flaws);
        }
        return new Order(selectors, crawlDelay, crawl, wanted, way);
    }

    private static JsonNode tree(String wants) {
        try {
            return JSON.readTree(wants);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("scrape.wants cannot be read", broken);
        }
    }
}
