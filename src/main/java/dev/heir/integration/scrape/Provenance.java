package dev.heir.integration.scrape;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * How a page came to us, where that is more than one plain request.
 *
 * @param by what showed it; empty when it is as the website sent it
 * @param note what a reader of the page should know of that
 * @param validators by which the website tells whether the page has changed
 * @param unchangedSince when it was read, if the website said since then only that it has not changed
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Provenance(
        Optional<String> by, Optional<String> note, Optional<Validators> validators, Optional<Instant> unchangedSince) {

    static Provenance validated(Validators validators) {
        return new Provenance(Optional.empty(), Optional.empty(), Optional.of(validators), Optional.empty());
    }

    static Provenance noted(String note) {
        return new Provenance(Optional.empty(), Optional.of(note), Optional.empty(), Optional.empty());
    }

    static Provenance by(String by, Optional<String> note) {
        return new Provenance(Optional.of(by), note, Optional.empty(), Optional.empty());
    }
}
