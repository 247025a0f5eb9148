package dev.heir.integration.scrape.extract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * A table of data: each row as long as the longest, what spans several cells repeated in each.
 *
 * @param headers of the columns; empty when the table names none
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Table(Optional<String> caption, List<String> headers, List<List<String>> rows) {

    public Table {
        headers = List.copyOf(headers);
        rows = rows.stream().map(List::copyOf).toList();
    }
}
