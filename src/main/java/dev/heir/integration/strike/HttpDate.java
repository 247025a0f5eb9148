package dev.heir.integration.strike;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Dates as HTTP writes them (RFC 9110, section 5.6.7). */
public final class HttpDate {

    private static final DateTimeFormatter IMF =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private HttpDate() {}

    /** @param now tells which century two digits of a year mean */
    public static Optional<Instant> read(String text, Instant now) {
        return CalendarText.http(text, now);
    }

    public static String write(Instant time) {
        return IMF.format(time.atOffset(ZoneOffset.UTC));
    }
}
