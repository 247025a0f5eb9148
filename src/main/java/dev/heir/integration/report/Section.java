package dev.heir.integration.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.Map;

/**
 * One section of a report: what there is, or the words that say that there is nothing yet.
 *
 * @param value a list, a map or a record; the words when there is nothing
 */
public record Section(@JsonValue Object value) {

    /** Said instead of an invented number. */
    public static final String NOTHING_YET = "nothing yet";

    public static Section of(Collection<?> found) {
        return found.isEmpty() ? nothing() : new Section(found);
    }

    public static Section of(Map<String, ?> found) {
        return found.isEmpty() ? nothing() : new Section(found);
    }

    public static Section nothing() {
        return new Section(NOTHING_YET);
    }

    public boolean isNothing() {
        return value.equals(NOTHING_YET);
    }
}
