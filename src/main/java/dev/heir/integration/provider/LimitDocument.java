package dev.heir.integration.provider;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code limits: [{ requests: 40, per: 1s }, { units: 100000, of: tokens, per: 1mo, zone: UTC }]}. */
public final class LimitDocument {

    /** Units as they stand in documents: {@code tokens}, {@code points}, {@code bytes}. */
    static final Pattern UNIT = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,31}");

    static final String UNIT_RULE = "must be a word such as tokens, points or bytes";

    private static final long MOST_UNITS = 1_000_000_000_000L;
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Pattern MONTHS = Pattern.compile("(\\d{1,4})mo");

    private LimitDocument() {}

    static List<Limit> read(Fields parent) {
        return read(parent, "limits");
    }

    /** The limits in the list under a key; what is wrong with them is noted in {@code parent}. */
    public static List<Limit> read(Fields parent, String key) {
        List<Limit> limits = new ArrayList<>();
        for (Fields fields : parent.maps(key)) {
            boolean byUnits = fields.has("units") || fields.has("of");
            if (byUnits && fields.has("requests")) {
                fields.flaw("requests", "must be left out beside 'units' and 'of': a limit counts one thing");
            }
            String count = byUnits ? "units" : "requests";
            fields.require(count);
            Optional<Long> units = fields.whole(count, 1, MOST_UNITS);
            String unit = byUnits ? unit(fields) : Limit.REQUESTS;
            Optional<LimitWindow> window = window(fields);
            Limit.Of of = fields.word("each", Limit.Of.class).orElse(Limit.Of.PROVIDER);
            boolean shadow = fields.flag("shadow").orElse(false);
            fields.refuseUnknown();
            if (units.isEmpty() || window.isEmpty()) {
                continue;
            }
            Limit limit = new Limit(units.get(), unit, window.get(), of, shadow);
            if (limits.stream().anyMatch(other -> countTheSame(limit, other))) {
                fields.flaw("per", "is limited twice: keep the smaller number");
            }
            limits.add(limit);
        }
        return limits;
    }

    /** As a person would write it. */
    public static Map<String, Object> write(Limit limit) {
        Map<String, Object> written = new LinkedHashMap<>();
        if (limit.unit().equals(Limit.REQUESTS)) {
            written.put("requests", limit.units());
        } else {
            written.put("units", limit.units());
            written.put("of", limit.unit());
        }
        written.put("per", limit.window().per());
        if (limit.window() instanceof LimitWindow.Calendar calendar) {
            written.put("zone", calendar.zone().getId());
        }
        if (limit.of() != Limit.Of.PROVIDER) {
            written.put("each", limit.of().name().toLowerCase(Locale.ROOT));
        }
        if (limit.shadow()) {
            written.put("shadow", true);
        }
        return written;
    }

    private static boolean countTheSame(Limit one, Limit other) {
        return one.unit().equals(other.unit())
                && one.window().equals(other.window())
                && one.of() == other.of()
                && one.shadow() == other.shadow();
    }

    private static String unit(Fields fields) {
        String unit = fields.requiredText("of");
        if (!unit.isEmpty() && !UNIT.matcher(unit).matches()) {
            fields.flaw("of", UNIT_RULE);
        }
        return unit.isEmpty() ? Limit.REQUESTS : unit;
    }

    private static Optional<LimitWindow> window(Fields fields) {
        fields.require("per");
        Optional<ZoneId> zone = zone(fields);
        Optional<Matcher> months =
                fields.json("per").map(String::valueOf).map(MONTHS::matcher).filter(Matcher::matches);
        if (months.isPresent()) {
            return months(fields, Integer.parseInt(months.get().group(1)), zone);
        }
        return fields.duration("per", SHORTEST, LONGEST)
                .flatMap(per ->
                        zone.isEmpty() ? Optional.of(new LimitWindow.Rolling(per)) : calendar(fields, per, zone.get()));
    }

    private static Optional<LimitWindow> months(Fields fields, int months, Optional<ZoneId> zone) {
        if (!CalendarMonths.divideAYear(months)) {
            fields.flaw("per", "must be 1mo, 2mo, 3mo, 4mo, 6mo or 12mo: what divides a year");
            return Optional.empty();
        }
        if (zone.isEmpty()) {
            if (!fields.has("zone")) {
                fields.flaw("per", "needs a zone: a month begins at midnight somewhere");
            }
            return Optional.empty();
        }
        return Optional.of(new CalendarMonths(months, zone.get()));
    }

    private static Optional<LimitWindow> calendar(Fields fields, Duration per, ZoneId zone) {
        if (per.compareTo(DAY) >= 0 && per.toMillis() % DAY.toMillis() == 0) {
            return Optional.of(new CalendarDays((int) per.toDays(), zone));
        }
        if (CalendarParts.divideADay(per)) {
            return Optional.of(new CalendarParts(per, zone));
        }
        fields.flaw("per", "must divide a day or be whole days when it has a zone: it is a calendar window");
        return Optional.empty();
    }

    private static Optional<ZoneId> zone(Fields fields) {
        return fields.text("zone").flatMap(text -> {
            try {
                return Optional.of(ZoneId.of(text));
            } catch (DateTimeException unknown) {
                fields.flaw("zone", "must be a time zone such as UTC or Europe/Berlin");
                return Optional.empty();
            }
        });
    }
}
