package dev.heir.integration.scrape.robots;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of a {@code Crawl-delay} line: seconds, unless it names another unit. No standard says more. */
final class CrawlDelay {

    /** A site that wants less than a page a day does not want to be read. */
    static final Duration LONGEST = Duration.ofDays(1);

    private static final Pattern VALUE = Pattern.compile("(\\d{1,12}(?:[.,]\\d{1,9})?|[.,]\\d{1,9})\\d*\\s*([a-z]*).*");

    private CrawlDelay() {}

    /** Empty when it says no time; never negative. */
    static Optional<Duration> read(String value) {
        Matcher matcher = VALUE.matcher(value.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        double number = Double.parseDouble(matcher.group(1).replace(',', '.'));
        double seconds =
                switch (matcher.group(2)) {
                    case "ms", "msec", "milliseconds" -> number / 1000;
                    case "m", "min", "mins", "minute", "minutes" -> number * 60;
                    case "h", "hour", "hours" -> number * 3600;
                    default -> number;
                };
        return Optional.of(Duration.ofNanos((long) Math.ceil(Math.min(seconds, 1e9) * 1e6) * 1000));
    }
}
