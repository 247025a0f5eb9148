package dev.heir.integration.provider;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them in documents: {@code 250ms}, {@code 60s}, {@code 5m}, {@code 1h}, {@code 1d}. */
public final class Durations {

    // Twelve digits of days still fit into a Duration; more is a slip of the keyboard anyway.
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

    private Durations() {}

    /** Empty when the text is not a duration. */
    public static Optional<Duration> parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(written.group(1));
        return Optional.of(
                switch (written.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }

    /** The shortest exact spelling, to the millisecond: {@code 60s} is written {@code 1m}. */
    public static String write(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds % 86_400 == 0 && seconds > 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0 && seconds > 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
