package dev.heir.integration.scrape.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one reading of a page tells of its fields to those that come after it.
 *
 * @param shown to be remembered
 * @param still shown by a page that has not changed: remembered already
 * @param missed by a page that used to show them, or must
 */
public record Notes(List<Noted> shown, List<Noted> still, List<Missed> missed) {

    public static final Notes NONE = new Notes(List.of(), List.of(), List.of());

    public Notes {
        shown = List.copyOf(shown);
        still = List.copyOf(still);
        missed = List.copyOf(missed);
    }

    public boolean isEmpty() {
        return shown.isEmpty() && still.isEmpty() && missed.isEmpty();
    }

    /** For a page that was not seen as its readers see it. */
    public Notes withoutMissed() {
        return new Notes(shown, still, List.of());
    }

    /** Of a page that says what it said when it was last read. */
    public static Notes unchanged(List<Field> fields, Extracted then, Map<String, Remembered> remembered) {
        List<Noted> still = new ArrayList<>();
        List<Missed> missed = new ArrayList<>();
        for (Field field : fields) {
            Optional<Value> value = Optional.ofNullable(then.fields().get(field.name()));
            Optional<Remembered> before = Optional.ofNullable(remembered.get(field.name()));
            if (value.filter(Value::kept).isPresent()) {
                Remembered last = before.orElse(new Remembered(value.get(), Optional.empty()));
                missed.add(new Missed(
                        field, Optional.of(last), Optional.empty(), value.get().suggestion()));
            } else if (value.filter(one -> one.confidence() > Confidence.WRONG_TYPE)
                    .isPresent()) {
                still.add(new Noted(field, new Remembered(value.get(), Optional.empty())));
            } else if (field.required()) {
                missed.add(new Missed(field, before, value.map(Value::text), Optional.empty()));
            }
        }
        return new Notes(List.of(), still, missed);
    }
}
