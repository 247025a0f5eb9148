package dev.heir.integration.scrape;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.strike.Reply;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a website names a version of a page by (RFC 9110, section 8.8), word for word. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Validators(Optional<String> etag, Optional<String> lastModified) {

    private static final int LONGEST = 1_000;

    /** Empty when the answer has none. */
    static Optional<Validators> of(Reply.Responded answer) {
        Validators found = new Validators(kept(answer, "etag"), kept(answer, "last-modified"));
        return found.etag().isEmpty() && found.lastModified().isEmpty() ? Optional.empty() : Optional.of(found);
    }

    /** Asks for the page only if it has changed. */
    Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        etag.ifPresent(tag -> headers.put("if-none-match", tag));
        lastModified.ifPresent(date -> headers.put("if-modified-since", date));
        return headers;
    }

    private static Optional<String> kept(Reply.Responded answer, String header) {
        return Optional.ofNullable(answer.header(header))
                .filter(value -> value.length() <= LONGEST
                        && !value.isBlank()
                        && value.chars().allMatch(c -> c >= 0x20 && c < 0x7f));
    }
}
