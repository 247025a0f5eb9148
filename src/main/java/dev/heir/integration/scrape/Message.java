package dev.heir.integration.scrape;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One message of the scrape queue.
 *
 * @param id the queue's own, by which a failed message is named
 * @param body JSON: {@code {"url": ..., "selectors": {...}, "project": ..., "scrape": ...}}, of which only the URL is required;
 *     or {@code {"page": ..., "host": ...}} for a page that was stored already
 * @param receipt by which the queue is told when to deliver it again; empty where that is not known
 */
public record Message(String id, String body, String receipt) {

    /** One of which the queue decides alone when it comes again. */
    public Message(String id, String body) {
        this(id, body, "");
    }

    /** What a message asks for. */
    public sealed interface Asked {

        /** Pages of one host are fetched one after the other. */
        String host();
    }

    /** A page of the database. */
    public record OfPage(UUID page, String host) implements Asked {}

    /**
     * A page by its address.
     *
     * @param scrape the scrape whose page this is; empty when the message stands for itself
     */
    public record OfUrl(PageUrl url, Map<String, Selector> selectors, Optional<String> project, Optional<UUID> scrape)
            implements Asked {

        public OfUrl {
            selectors = Map.copyOf(selectors);
        }

        @Override
        public String host() {
            return url.host();
        }
    }

    /** What is sent to have a page of the database fetched. */
    public static String asking(ObjectMapper json, Wake wake) {
        return json.createObjectNode()
                .put("page", wake.page().toString())
                .put("host", wake.host())
                .toString();
    }

    /** @throws InvalidInput with all flaws of the body */
    Asked read(ObjectMapper json) {
        List<Flaw> flaws = new ArrayList<>();
        JsonNode document = document(json);
        Optional<? extends Asked> asked = document.has("page") ? ofPage(document, flaws) : ofUrl(document, flaws);
        if (!flaws.isEmpty() || asked.isEmpty()) {
            throw new InvalidInput(flaws);
        }
        return asked.get();
    }

    private static Optional<OfPage> ofPage(JsonNode document, List<Flaw> flaws) {
        Documents.onlyKeys(document, List.of("page", "host"), flaws);
        Optional<UUID> page = uuid(document, "page", "must be the id of a page, a UUID", flaws);
        String host = Documents.text(document, "host", flaws).orElse("");
        return page.map(id -> new OfPage(id, host));
    }

    private static Optional<OfUrl> ofUrl(JsonNode document, List<Flaw> flaws) {
        Documents.onlyKeys(document, List.of("url", "selectors", "project", "scrape"), flaws);
        Optional<PageUrl> url = Documents.page("url", document.path("url"), flaws);
        Map<String, Selector> selectors = Documents.selectors(document.path("selectors"), flaws);
        Optional<String> project = Documents.text(document, "project", flaws);
        Optional<UUID> scrape = uuid(document, "scrape", "must be the id of a scrape, a UUID", flaws);
        return url.map(page -> new OfUrl(page, selectors, project, scrape));
    }

    private JsonNode document(ObjectMapper json) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException unreadable) {
            throw new InvalidInput(
                    "", body.length() + " characters", "must be JSON: " + unreadable.getOriginalMessage());
        }
    }

    private static Optional<UUID> uuid(JsonNode document, String key, String reason, List<Flaw> flaws) {
        return Documents.text(document, key, flaws).flatMap(text -> {
            try {
                return Optional.of(UUID.fromString(text));
            } catch (IllegalArgumentException noUuid) {
                flaws.add(new Flaw(key, text, reason));
                return Optional.empty();
            }
        });
    }
}
