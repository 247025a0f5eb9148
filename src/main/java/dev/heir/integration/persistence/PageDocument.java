package dev.heir.integration.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.heir.integration.scrape.Content;
import dev.heir.integration.scrape.Link;
import dev.heir.integration.scrape.Page;
import dev.heir.integration.scrape.Provenance;
import dev.heir.integration.scrape.Selector;
import dev.heir.integration.scrape.Validators;
import dev.heir.integration.scrape.extract.Article;
import dev.heir.integration.scrape.extract.Extracted;
import dev.heir.integration.scrape.extract.Fingerprint;
import dev.heir.integration.scrape.extract.Remembered;
import dev.heir.integration.scrape.extract.Table;
import dev.heir.integration.scrape.extract.Thing;
import dev.heir.integration.scrape.extract.Value;
import dev.heir.integration.scrape.sitemap.Sitemap;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/** The final state of a page and its selectors as jsonb. */
@RegisterForReflection(
        targets = {
            Page.Fetched.class,
            Page.Refused.class,
            Page.Blocked.class,
            Page.Failed.class,
            Page.Dead.class,
            Page.Duplicate.class,
            Page.Skipped.class,
            PageDocument.Listed.class,
            Provenance.class,
            Validators.class,
            Content.class,
            Link.class,
            Extracted.class,
            Value.class,
            Thing.class,
            Table.class,
            Article.class,
            Remembered.class,
            Fingerprint.class
        })
final class PageDocument {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private PageDocument() {}

    /** A sitemap without what it names: the crawl has that. */
    record Listed(URI url, int pages, int sitemaps, boolean whole) {

        Page page() {
            return new Page.Listed(url, pages, sitemaps, whole, Sitemap.NOTHING);
        }
    }

    static String write(Page end) {
        return end instanceof Page.Listed(URI url, int pages, int sitemaps, boolean whole, Sitemap _)
                ? json(new Listed(url, pages, sitemaps, whole))
                : json(end);
    }

    static Page read(String state, String outcome) {
        return switch (state) {
            case "FETCHED" -> read(outcome, Page.Fetched.class);
            case "REFUSED" -> read(outcome, Page.Refused.class);
            case "BLOCKED" -> read(outcome, Page.Blocked.class);
            case "FAILED" -> read(outcome, Page.Failed.class);
            case "DEAD" -> read(outcome, Page.Dead.class);
            case "DUPLICATE" -> read(outcome, Page.Duplicate.class);
            case "SKIPPED" -> read(outcome, Page.Skipped.class);
            case "LISTED" -> read(outcome, Listed.class).page();
            default -> throw new IllegalStateException("scrape_page.state: " + state);
        };
    }

    /** Sorted by name: equal selectors make an equal text. */
    static String write(Map<String, Selector> selectors) {
        Map<String, String> texts = new TreeMap<>();
        selectors.forEach((name, selector) -> texts.put(name, selector.toString()));
        return json(texts);
    }

    static Map<String, Selector> selectors(String text) {
        try {
            Map<String, Selector> selectors = new TreeMap<>();
            JSON.readValue(text, new TypeReference<Map<String, String>>() {})
                    .forEach((name, selector) -> selectors.put(name, Selector.parse(selector)));
            return selectors;
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("scrape_page.selectors cannot be read", broken);
        }
    }

    static <T> T read(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("what is kept of a page cannot be read as " + type.getSimpleName(), broken);
        }
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(value.getClass().getSimpleName() + " cannot be written", impossible);
        }
    }
}
