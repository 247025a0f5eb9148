package dev.heir.integration.scrape.extract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was read from a page beside its text and links.
 *
 * @param fields by name; one that the page does not show is absent
 * @param missing required fields that the page does not show, whether or not an earlier value is kept in their place
 * @param nextPage where a list of several pages goes on
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Extracted(
        Map<String, Value> fields,
        List<String> missing,
        List<Thing> things,
        List<Table> tables,
        Optional<Article> article,
        Optional<URI> nextPage) {

    public Extracted {
        fields = Map.copyOf(fields);
        missing = List.copyOf(missing);
        things = List.copyOf(things);
        tables = List.copyOf(tables);
    }

    /** What older pages, and those nothing more was asked of, have. */
    public static Extracted nothing() {
        return new Extracted(Map.of(), List.of(), List.of(), List.of(), Optional.empty(), Optional.empty());
    }

    /** For pages whose owner does not want them copied. */
    public Extracted withoutArticle() {
        return new Extracted(fields, missing, things, tables, Optional.empty(), nextPage);
    }
}
