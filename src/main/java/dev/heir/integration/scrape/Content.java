package dev.heir.integration.scrape;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.scrape.extract.Extracted;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a page says.
 *
 * @param canonical the address the page gives itself
 * @param charset what its bytes were read with
 * @param text what a reader would see, white space collapsed
 * @param cut whether text or links were too long and are not complete
 * @param values for each selector's name, in the order of the page; an empty list when nothing was found
 * @param extracted fields and structures; empty when the scrape wants none
 */
public record Content(
        Optional<String> title,
        Optional<URI> canonical,
        String charset,
        String text,
        boolean cut,
        Map<String, List<String>> values,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Extracted> extracted) {

    public Content {
        values = Map.copyOf(values);
    }

    /** What was asked for, and not the copy of the page (noarchive). */
    Content withoutText() {
        return new Content(title, canonical, charset, "", cut, values, extracted.map(Extracted::withoutArticle));
    }

    public Content(
            Optional<String> title,
            Optional<URI> canonical,
            String charset,
            String text,
            boolean cut,
            Map<String, List<String>> values) {
        this(title, canonical, charset, text, cut, values, Optional.empty());
    }

    Content with(Extracted more) {
        return new Content(title, canonical, charset, text, cut, values, Optional.of(more));
    }
}
