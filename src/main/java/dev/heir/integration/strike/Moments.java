package dev.heir.integration.strike;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads when something may happen, in every notation seen in headers; the answer is never before {@code now}.
 *
 * <p>A time written to the second names that whole second, so its end is taken: a server that cuts 12:00:30.9 to
 * 12:00:30 would be asked too early otherwise.
 *
 * @param now when the answer arrived, by our clock
 * @param ahead how far our clock is ahead of the server's, by its {@code Date}; a date of its clock is moved by it
 */
record Moments(Instant now, Duration ahead) {

    /** Limits are not told further ahead: yearly plans are the longest that are sold. */
    static final Duration HORIZON = Duration.ofDays(366);

    /** What is written beyond this means for ever. */
    static final Instant FOR_EVER = Instant.parse("9999-12-31T23:59:59Z");

    /** In 2001. A number that names an instant between it and now was written by whoever means epochs, and is over. */
    private static final Instant TEN_DIGITS = Instant.ofEpochSecond(1_000_000_000);

    /** Clocks differ by minutes or by a time zone; a {@code Date} that is further off is not a clock. */
    private static final Duration BELIEVABLE_SKEW = Duration.ofDays(1);

    /** Longer values are no times; bounds the work on hostile headers. */
    private static final int LONGEST = 256;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{1,9}\\d*)?");
    private static final Pattern ENDLESS = Pattern.compile("\\d{16,}");
    private static final Pattern UNITS = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)(ns|us|µs|μs|ms|s|m|h|d)");
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    static Moments of(Reply.Responded reply) {
        List<String> dates = reply.headers().getOrDefault("date", List.of());
        Duration ahead = dates.size() != 1
                ? Duration.ZERO
                : CalendarText.http(dates.getFirst(), reply.at())
                        .map(date -> Duration.between(date, reply.at()))
                        .filter(skew -> skew.abs().compareTo(BELIEVABLE_SKEW) <= 0)
                        .orElse(Duration.ZERO);
        return new Moments(reply.at(), ahead);
    }

    /** One field value; a proxy may have joined several with commas, which dates contain too. */
    Stream<Instant> all(String value) {
        Optional<Instant> whole = one(value);
        return whole.isPresent() || value.length() > LONGEST
                ? whole.stream()
                : Arrays.stream(value.split(",")).flatMap(part -> one(part).stream());
    }

    /** Delta seconds, epoch seconds or milliseconds, a duration like {@code 1m30s}, an HTTP-date or ISO 8601. */
    Optional<Instant> one(String value) {
        String text = value.strip();
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        if (NUMBER.matcher(text).matches()) {
            return number(new BigDecimal(text));
        }
        return units(text)
                .flatMap(this::after)
                .or(() -> CalendarText.http(text, now).flatMap(time -> at(time, Duration.ofSeconds(1))))
                .or(() -> CalendarText.iso(text).flatMap(time -> at(time.start(), time.precision())));
    }

    /** The same of what somebody is told to wait for: however far ahead it lies, asking earlier is not what was said. */
    Stream<Instant> waits(String value) {
        Optional<Instant> whole = one(value).or(() -> far(value));
        return whole.isPresent() || value.length() > LONGEST
                ? whole.stream()
                : Arrays.stream(value.split(",")).flatMap(part -> one(part).or(() -> far(part)).stream());
    }

    Optional<Instant> milliseconds(String value) {
        String text = value.strip();
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal seconds = new BigDecimal(text).divide(THOUSAND);
        return duration(seconds).flatMap(this::after).or(() -> Optional.of(farAfter(seconds)));
    }

    private Optional<Instant> far(String value) {
        String text = value.strip();
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        if (ENDLESS.matcher(text).matches()) {
            return Optional.of(FOR_EVER);
        }
        if (NUMBER.matcher(text).matches()) {
            BigDecimal number = new BigDecimal(text);
            return isStale(number) || isStale(number.divide(THOUSAND))
                    ? Optional.empty()
                    : Optional.of(farAfter(number));
        }
        return units(text)
                .map(now::plus)
                .or(() -> CalendarText.http(text, now))
                .or(() -> CalendarText.iso(text).map(CalendarText.Time::start))
                .filter(time -> time.isAfter(now.plus(HORIZON)))
                .map(Moments::atMost);
    }

    /** A number is seconds (RFC 9110, section 10.2.3). */
    private Instant farAfter(BigDecimal seconds) {
        return duration(seconds).map(now::plus).map(Moments::atMost).orElse(FOR_EVER);
    }

    private boolean isStale(BigDecimal epoch) {
        return duration(epoch)
                .map(Instant.EPOCH::plus)
                .filter(time -> !time.isAfter(now) && !time.isBefore(TEN_DIGITS))
                .isPresent();
    }

    private static Instant atMost(Instant time) {
        return time.isAfter(FOR_EVER) ? FOR_EVER : time;
    }

    Optional<Instant> after(Duration wait) {
        return wait.isNegative() || wait.compareTo(HORIZON) > 0 ? Optional.empty() : Optional.of(now.plus(wait));
    }

    /** The three meanings never overlap: a wait is below the horizon, an epoch lies near now. */
    private Optional<Instant> number(BigDecimal number) {
        boolean fraction = number.stripTrailingZeros().scale() > 0;
        return duration(number)
                .flatMap(this::after)
                .or(() -> epoch(number, fraction ? Duration.ZERO : Duration.ofSeconds(1)))
                .or(() -> epoch(number.divide(THOUSAND), Duration.ofMillis(1)));
    }

    private Optional<Instant> epoch(BigDecimal seconds, Duration precision) {
        return duration(seconds)
                .map(Instant.EPOCH::plus)
                .filter(time -> time.isAfter(now.minus(BELIEVABLE_SKEW)))
                .flatMap(time -> at(time, precision));
    }

    private Optional<Instant> at(Instant time, Duration precision) {
        try {
            Instant end = time.plus(precision).plus(ahead);
            if (end.isAfter(now.plus(HORIZON))) {
                return Optional.empty();
            }
            return Optional.of(end.isBefore(now) ? now : end);
        } catch (DateTimeException | ArithmeticException outOfRange) {
            return Optional.empty();
        }
    }

    /** Rounded up to the nanosecond; empty beyond what could be an epoch in seconds. */
    private static Optional<Duration> duration(BigDecimal seconds) {
        if (seconds.compareTo(BigDecimal.valueOf(100_000_000_000L)) > 0) {
            return Optional.empty();
        }
        long nanos = seconds.remainder(BigDecimal.ONE)
                .movePointRight(9)
                .setScale(0, RoundingMode.CEILING)
                .longValue();
        return Optional.of(Duration.ofSeconds(seconds.longValue(), nanos));
    }

    /** As Go prints a duration, which is what OpenAI sends: {@code 6m0s}, {@code 17ms}, {@code 1h2m3.5s}. */
    private static Optional<Duration> units(String text) {
        Matcher part = UNITS.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (part.lookingAt()) {
            BigDecimal seconds = new BigDecimal(part.group(1)).multiply(secondsOf(part.group(2)));
            Optional<Duration> wait = duration(seconds);
            if (wait.isEmpty()) {
                return Optional.empty();
            }
            sum = sum.plus(wait.get());
            end = part.end();
            part.region(end, text.length());
        }
        return end > 0 && end == text.length() ? Optional.of(sum) : Optional.empty();
    }

    private static BigDecimal secondsOf(String unit) {
        return switch (unit) {
            case "d" -> BigDecimal.valueOf(86_400);
            case "h" -> BigDecimal.valueOf(3_600);
            case "m" -> BigDecimal.valueOf(60);
            case "s" -> BigDecimal.ONE;
            case "ms" -> BigDecimal.valueOf(1, 3);
            case "ns" -> BigDecimal.valueOf(1, 9);
            default -> BigDecimal.valueOf(1, 6);
        };
    }
}
