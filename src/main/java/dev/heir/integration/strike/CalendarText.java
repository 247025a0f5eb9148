package dev.heir.integration.strike;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads points in time as servers write them. The name of the weekday is not checked: it adds nothing and is often wrong. */
final class CalendarText {

    /** When the named unit begins, and how long that unit is: zero when fractions of a second were written. */
    record Time(Instant start, Duration precision) {}

    private static final String CLOCK = "(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)";

    /** IMF-fixdate, RFC 850 and asctime: a recipient must accept all three (RFC 9110, section 5.6.7). */
    private static final List<Pattern> HTTP = List.of(
            Pattern.compile("\\p{L}{3}, (?<day>\\d{1,2}) (?<month>\\p{L}{3}) (?<year>\\d{4}) " + CLOCK
                    + " (?:GMT|UTC|\\+0000)"),
            Pattern.compile("\\p{L}{6,9}, (?<day>\\d\\d)-(?<month>\\p{L}{3})-(?<year>\\d\\d) " + CLOCK + " GMT"),
            Pattern.compile("\\p{L}{3} (?<month>\\p{L}{3}) {1,2}(?<day>\\d{1,2}) " + CLOCK + " (?<year>\\d{4})"));

    /** With a zone only: without one, nobody knows which instant is meant. Jira leaves the seconds out. */
    private static final Pattern ISO = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\d[Tt ]\\d\\d:\\d\\d(?<seconds>:\\d\\d(?<fraction>\\.\\d{1,9})?)?(?:[Zz]|[+-]\\d\\d:\\d\\d)");

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private CalendarText() {}

    static Optional<Instant> http(String text, Instant now) {
        return HTTP.stream()
                .map(format -> format.matcher(text.strip()))
                .filter(Matcher::matches)
                .findFirst()
                .flatMap(date -> instant(date, now));
    }

    static Optional<Time> iso(String text) {
        Matcher written = ISO.matcher(text);
        if (!written.matches()) {
            return Optional.empty();
        }
        Duration precision = written.group("seconds") == null
                ? Duration.ofMinutes(1)
                : written.group("fraction") == null ? Duration.ofSeconds(1) : Duration.ZERO;
        try {
            OffsetDateTime time =
                    OffsetDateTime.parse(text.toUpperCase(Locale.ROOT).replace(' ', 'T'));
            return Optional.of(new Time(time.toInstant(), precision));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(Matcher date, Instant now) {
        int month = 1 + MONTHS.indexOf(date.group("month").toLowerCase(Locale.ROOT));
        int second = number(date, "second");
        try {
            // Second 60 is a leap second, which java.time does not know: the next second is as late or later.
            LocalDateTime time = LocalDateTime.of(
                            year(date.group("year"), now),
                            month,
                            number(date, "day"),
                            number(date, "hour"),
                            number(date, "minute"),
                            Math.min(second, 59))
                    .plusSeconds(second == 60 ? 1 : 0);
            return second > 60 ? Optional.empty() : Optional.of(time.toInstant(ZoneOffset.UTC));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    /** Two digits that seem to lie more than 50 years ahead mean the past (RFC 9110, section 5.6.7). */
    private static int year(String digits, Instant now) {
        int year = Integer.parseInt(digits);
        if (digits.length() == 4) {
            return year;
        }
        int current = now.atOffset(ZoneOffset.UTC).getYear();
        int candidate = current - current % 100 + year;
        return candidate > current + 50 ? candidate - 100 : candidate;
    }

    private static int number(Matcher date, String group) {
        return Integer.parseInt(date.group(group));
    }
}
