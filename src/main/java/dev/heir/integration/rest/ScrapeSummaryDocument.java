package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.scrape.ScrapeArchive;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A scrape in the list of all.
 *
 * @param state {@code WORKING} until every page has reached its end, then {@code DONE}
 * @param states how many of its pages are in which state
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@RegisterForReflection
public record ScrapeSummaryDocument(
        String id, Optional<String> dprId, Instant submittedAt, String state, Map<String, Long> states) {

    static ScrapeSummaryDocument of(ScrapeArchive.Summary scrape) {
        return new ScrapeSummaryDocument(
                scrape.id().toString(),
                scrape.dprId(),
                scrape.submittedAt(),
                scrape.states().containsKey("WAITING") ? "WORKING" : "DONE",
                scrape.states());
    }
}
