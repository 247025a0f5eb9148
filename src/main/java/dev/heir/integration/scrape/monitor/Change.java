package dev.heir.integration.scrape.monitor;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What is told of a page.
 *
 * @param what the field, the row's key or the cause; empty for a block
 * @param before empty for what was added
 * @param after empty for what was removed
 * @param percent by how much a number differs
 */
public record Change(
        Kind kind, String what, Optional<String> before, Optional<String> after, Optional<BigDecimal> percent) {

    /** Each is told once, when it has been seen to stay. */
    public enum Kind {
        FIELD_CHANGED,
        BLOCK_ADDED,
        BLOCK_REMOVED,
        BLOCK_EDITED,
        ROW_ADDED,
        ROW_REMOVED,
        ROW_CHANGED,
        /** The page cannot be read any more; that is no change of it. */
        CANNOT_TELL,
        READABLE_AGAIN
    }

    static Change of(Kind kind, String what, Optional<String> before, Optional<String> after) {
        return new Change(kind, what, before, after, Optional.empty());
    }

    static Change ofField(String field, Optional<String> before, Optional<String> after, Amounts amounts) {
        return new Change(
                Kind.FIELD_CHANGED,
                field,
                before,
                after,
                before.flatMap(from -> after.flatMap(to -> amounts.percent(field, from, to))));
    }
}
