package dev.heir.integration.scrape.extract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a field says on a page.
 *
 * @param text in the normal form of its type; as the page has it when it cannot be read as that type
 * @param unit the currency of money
 * @param all of a list; else empty
 * @param confidence from 0 to 1, by {@link Confidence}
 * @param kept whether it is the last good value, because the page does not show one any more
 * @param of when the page said so
 * @param suggestion where the value probably is now, as a selector
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Value(
        String text,
        Optional<String> unit,
        List<String> all,
        Type type,
        double confidence,
        Origin origin,
        boolean kept,
        Instant of,
        Optional<String> suggestion) {

    public Value {
        all = List.copyOf(all);
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence must be from 0 to 1, was " + confidence);
        }
    }

    /** Whether the page says so now, and it is of the field's type. */
    public boolean shows() {
        return !kept && confidence > Confidence.WRONG_TYPE;
    }
}
