package dev.heir.integration.report.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A forecast as it is told.
 *
 * @param exhausted in words: a day, {@code already}, {@code not within a year}, or {@code nothing yet}
 * @param earliest with {@code latest}: it happens between them with 90%
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Outlook(String exhausted, Optional<String> earliest, Optional<String> latest, Optional<String> basis) {

    private static final String NEVER = "not within a year";

    static Outlook of(Forecast forecast) {
        return switch (forecast) {
            case Forecast.Exhausted() -> new Outlook("already");
            case Forecast.NotWithinAYear() -> new Outlook(NEVER);
            case Forecast.NothingYet(int days) ->
                new Outlook(
                        "nothing yet",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(days + " of the " + Forecast.FEWEST_DAYS + " days that are needed were seen"));
            case Forecast.Expected(LocalDate earliest, Optional<LocalDate> likely, Optional<LocalDate> latest) ->
                new Outlook(
                        written(likely),
                        Optional.of(earliest.toString()),
                        Optional.of(written(latest)),
                        Optional.empty());
        };
    }

    private Outlook(String exhausted) {
        this(exhausted, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static String written(Optional<LocalDate> day) {
        return day.map(LocalDate::toString).orElse(NEVER);
    }

    /** In one line, for a case file or a table. */
    String line() {
        return exhausted
                + earliest.flatMap(from -> latest.map(until -> " (with 90% from " + from + " to " + until + ")"))
                        .orElse("");
    }
}
