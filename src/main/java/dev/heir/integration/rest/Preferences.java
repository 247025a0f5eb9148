package dev.heir.integration.rest;

import dev.heir.integration.call.Preference;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code Prefer} headers of a request. What is not known or cannot be read is passed over, as RFC 7240 wants it. */
final class Preferences {

    /** A token, perhaps with a word or a quoted string (RFC 7240, section 2); parameters mean nothing to us. */
    private static final Pattern ONE = Pattern.compile(
            "\\G\\s*+([!#$%&'*+.^_`|~0-9A-Za-z-]++)(?:\\s*+=\\s*+(\"(?:[^\"\\\\]|\\\\.)*+\"|[^\\s,;]*+))?"
                    + "(?:\\s*+;(?:\"(?:[^\"\\\\]|\\\\.)*+\"|[^,\"])*+)?\\s*+(?:,|$)");

    private static final Pattern SECONDS = Pattern.compile("\"?(\\d{1,6})\"?");

    private Preferences() {}

    /** Where one is there twice, the first counts (section 2). */
    static Preference read(List<String> headers) {
        boolean async = false;
        Optional<Duration> wait = Optional.empty();
        Matcher one = ONE.matcher(String.join(",", headers));
        while (one.find() && !one.group().isEmpty()) {
            switch (one.group(1).toLowerCase(Locale.ROOT)) {
                case "respond-async" -> async = true;
                case "wait" -> {
                    Optional<Duration> read = Optional.ofNullable(one.group(2))
                            .map(SECONDS::matcher)
                            .filter(Matcher::matches)
                            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds.group(1))));
                    wait = wait.or(() -> read);
                }
                default -> {
                    // not ours
                }
            }
        }
        return new Preference(async, wait);
    }
}
