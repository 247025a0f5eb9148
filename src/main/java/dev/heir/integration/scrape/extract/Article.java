package dev.heir.integration.scrape.extract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What a page is there to be read for, without navigation, advertisements and the rest of the frame.
 *
 * @param published as the page says it, in ISO 8601
 * @param language as the page says it, such as {@code de-CH}
 * @param paragraphs headings, lists and code among them, in order
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Article(
        Optional<String> title,
        Optional<String> byline,
        Optional<String> published,
        Optional<String> language,
        List<String> paragraphs) {

    public Article {
        paragraphs = List.copyOf(paragraphs);
    }

    /** All of it as one text. */
    public String text() {
        return String.join("\n\n", paragraphs);
    }
}
