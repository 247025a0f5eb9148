package dev.heir.integration.scrape.extract;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Days and times as pages write them. */
final class Dates {

    private static final Pattern ISO = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})(?:[T ](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)\\s?(Z|[+-]\\d{2}:?\\d{2})?)?");
    private static final Pattern YEAR_FIRST = Pattern.compile("\\b(\\d{4})[/.年](\\d{1,2})[/.月](\\d{1,2})(?!\\d)");
    private static final Pattern YEAR_LAST =
            Pattern.compile("\\b(\\d{1,2})([/.-])\\s?(\\d{1,2})\\2\\s?(\\d{4}|\\d{2})(?!\\d)");
    private static final Pattern DAY_MONTH = Pattern.compile(
            "\\b(\\d{1,2})(?:\\.|st|nd|rd|th|er|º|\\.º)?\\s+(?:de\\s+|of\\s+)?(\\p{L}{3,12})\\.?,?\\s+(?:de\\s+)?(\\d{4})\\b");
    private static final Pattern MONTH_DAY =
            Pattern.compile("\\b(\\p{L}{3,12})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})\\b");

    /** By their first letters; written here because the native image knows the month names of English only. */
    private static final Map<String, Integer> MONTHS = months(
            "january february march april may june july august september october november december",
            "januar februar märz april mai juni juli august september oktober november dezember",
            "jänner feber mär apr mai jun jul aug sep okt nov dez",
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
            "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
            "januari februari maart april mei juni juli augustus september oktober november december",
            "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
            "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
            "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia");

    /** Where 3/4/2026 is the fourth of March. */
    private static final Set<String> MONTH_FIRST = Set.of("en-us", "en-ph", "es-us");

    private Dates() {}

    private static Map<String, Integer> months(String... languages) {
        Map<String, Integer> months = new java.util.HashMap<>();
        for (String language : languages) {
            String[] names = language.split(" ");
            for (int i = 0; i < names.length; i++) {
                months.put(names[i], i + 1);
                months.putIfAbsent(names[i].substring(0, Math.min(3, names[i].length())), i + 1);
                months.putIfAbsent(names[i].substring(0, Math.min(4, names[i].length())), i + 1);
            }
        }
        return Map.copyOf(months);
    }

    static Optional<Typed> read(String text, String language) {
        try {
            return iso(text)
                    .or(() -> mail(text))
                    .or(() -> yearFirst(text))
                    .or(() -> named(text))
                    .or(() -> yearLast(text, language.toLowerCase(Locale.ROOT)));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static Optional<Typed> iso(String text) {
        Matcher matcher = ISO.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        LocalDate day = LocalDate.parse(matcher.group(1));
        if (matcher.group(2) == null) {
            return Optional.of(Typed.sure(day.toString()));
        }
        String local = day + "T" + matcher.group(2);
        String zone = matcher.group(3);
        if (zone == null) {
            return Optional.of(Typed.sure(LocalDateTime.parse(local).toString()));
        }
        String offset = zone.length() == 5 ? zone.substring(0, 3) + ":" + zone.substring(3) : zone;
        return Optional.of(Typed.sure(OffsetDateTime.parse(local + offset).toString()));
    }

    private static Optional<Typed> mail(String text) {
        try {
            return Optional.of(Typed.sure(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toOffsetDateTime()
                    .toString()));
        } catch (DateTimeException other) {
            return Optional.empty();
        }
    }

    private static Optional<Typed> yearFirst(String text) {
        Matcher matcher = YEAR_FIRST.matcher(text);
        return matcher.find()
                ? Optional.of(Typed.sure(day(matcher.group(1), number(matcher.group(2)), number(matcher.group(3)))))
                : Optional.empty();
    }

    private static Optional<Typed> named(String text) {
        Matcher dayFirst = DAY_MONTH.matcher(text);
        if (dayFirst.find()) {
            return month(dayFirst.group(2))
                    .map(month -> Typed.sure(day(dayFirst.group(3), month, number(dayFirst.group(1)))));
        }
        Matcher monthFirst = MONTH_DAY.matcher(text);
        return monthFirst.find()
                ? month(monthFirst.group(1))
                        .map(month -> Typed.sure(day(monthFirst.group(3), month, number(monthFirst.group(2)))))
                : Optional.empty();
    }

    private static Optional<Integer> month(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Stream.of(lower, lower.substring(0, Math.min(4, lower.length())), lower.substring(0, 3))
                .map(MONTHS::get)
                .filter(month -> month != null)
                .findFirst();
    }

    /** With points it is day first everywhere; with strokes the language decides, and doubt is told. */
    private static Optional<Typed> yearLast(String text, String language) {
        Matcher matcher = YEAR_LAST.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        int first = number(matcher.group(1));
        int second = number(matcher.group(3));
        String year = matcher.group(4).length() == 4 ? matcher.group(4) : "20" + matcher.group(4);
        boolean points = matcher.group(2).equals(".");
        boolean american = MONTH_FIRST.contains(language);
        boolean monthFirst = second > 12 || (first <= 12 && !points && american);
        String day = monthFirst ? day(year, first, second) : day(year, second, first);
        boolean certain = first == second
                || first > 12
                || second > 12
                || points
                || american
                || (!language.isEmpty() && !language.equals("en"));
        return Optional.of(certain ? Typed.sure(day) : Typed.unsure(day));
    }

    private static String day(String year, int month, int day) {
        return LocalDate.of(number(year), month, day).toString();
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
