package dev.heir.integration.scrape;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One directive of a robots tag. Proxies join headers with commas, so that one line may speak to several robots one after
 * the other; a name holds until the next one.
 *
 * @param to the robot it is said to, in lower case; empty for everybody
 * @param name in lower case
 * @param value behind the colon; empty for most
 */
record RobotsWords(String to, String name, String value) {

    /** Directives that have a colon of their own: what stands before it is no robot's name. */
    private static final Set<String> WITH_VALUE =
            Set.of("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview");

    private static final Pattern NAMED = Pattern.compile("^([A-Za-z0-9_*.-]+)\\s*:\\s*(.*)$", Pattern.DOTALL);

    /** The comma of "Saturday, 25-Jun-10 15:00:00 PST" parts nothing. */
    private static final Pattern COMMA = Pattern.compile(
            "(?<!\\b(?:mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)),",
            Pattern.CASE_INSENSITIVE);

    static List<RobotsWords> of(String text) {
        List<RobotsWords> words = new ArrayList<>();
        String to = "";
        for (String part : COMMA.split(text)) {
            String said = part.strip();
            Matcher named = NAMED.matcher(said);
            while (named.matches() && !WITH_VALUE.contains(named.group(1).toLowerCase(Locale.ROOT))) {
                to = named.group(1).toLowerCase(Locale.ROOT);
                said = named.group(2);
                named = NAMED.matcher(said);
            }
            if (named.matches()) {
                words.add(new RobotsWords(
                        to,
                        named.group(1).toLowerCase(Locale.ROOT),
                        named.group(2).strip()));
            } else {
                for (String word : said.toLowerCase(Locale.ROOT).split("\\s+")) {
                    words.add(new RobotsWords(to, word, ""));
                }
            }
        }
        return List.copyOf(words);
    }

    boolean isFor(String agent) {
        return to.isEmpty() || to.equals("*") || to.equals(agent);
    }

    /** The value as a time, in the forms of RFC 822, RFC 850 and ISO 8601. */
    Optional<Instant> time() {
        String day = value.replaceFirst("^[A-Za-z]+,\\s*", "").strip();
        return Stream.<Function<String, Instant>>of(
                        text -> OffsetDateTime.parse(text).toInstant(),
                        text -> LocalDate.parse(text)
                                .atStartOfDay(ZoneOffset.UTC)
                                .toInstant(),
                        text -> english("d MMM yyyy HH:mm:ss z", text),
                        text -> english("d-MMM-yyyy HH:mm:ss z", text),
                        text -> english("d-MMM-yy HH:mm:ss z", text),
                        text -> english("d MMM yy HH:mm:ss z", text))
                .flatMap(form -> read(form, day).stream())
                .findFirst();
    }

    private static Optional<Instant> read(Function<String, Instant> form, String text) {
        try {
            return Optional.of(form.apply(text));
        } catch (DateTimeException otherForm) {
            return Optional.empty();
        }
    }

    private static Instant english(String pattern, String text) {
        return ZonedDateTime.parse(text, DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH))
                .toInstant();
    }
}
