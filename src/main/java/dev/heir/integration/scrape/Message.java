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
 * @param body JSON: {@code {"url": ..., "selectors": {...}, "project": ..., "scrape": ...}}; only the URL is required
 */
public record Message(String id, String body) {

    /**
     * What the message asks for.
     *
     * @param scrape the scrape whose page this is; empty when the message stands for itself
     */
    public record Asked(PageUrl url, Map<String, Selector> selectors, Optional<String> project, Optional<UUID> scrape) {

        public Asked {
            selectors = Map.copyOf(selectors);
        }
    }

    /** @throws InvalidInput with all flaws of the body */
    Asked read(ObjectMapper json) {
        List<Flaw> flaws = new ArrayList<>();
        JsonNode document = document(json);
        Documents.onlyKeys(document, List.of("url", "selectors", "project", "scrape"), flaws);
        Optional<PageUrl> url = Documents.page("url", document.path("url"), flaws);
        Map<String, Selector> selectors = Documents.selectors(document.path("selectors"), flaws);
        Optional<String> project = Documents.text(document, "project", flaws);
        Optional<UUID> scrape = Documents.text(document, "scrape", flaws).flatMap(text -> uuid(text, flaws));
        if (!flaws.isEmpty() || url.isEmpty()) {
            throw new InvalidInput(flaws);
        }
        return new Asked(url.get(), selectors, project, scrape);
    }

    private JsonNode document(ObjectMapper json) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException unreadable) {
            throw new InvalidInput(
                    "", body.length() + " characters", "must be JSON: " + unreadable.getOriginalMessage());
        }
    }

    private static Optional<UUID> uuid(String text, List<Flaw> flaws) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException noUuid) {
            flaws.add(new Flaw("scrape", text, "must be the id of a scrape, a UUID"));
            return Optional.empty();
        }
    }
}
