package dev.heir.integration.provider;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code limits: [{ requests: 40, per: 1s }, { requests: 50000, per: 1d, zone: UTC }]}. */
public final class LimitDocument {

    private static final long MOST_REQUESTS = 1_000_000_000_000L;
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Duration DAY = Duration.ofDays(1);

    private LimitDocument() {}

    static List<Limit> read(Fields parent) {
        return read(parent, "limits");
    }

    /** The limits in the list under a key; what is wrong with them is noted in {@code parent}. */
    public static List<Limit> read(Fields parent, String key) {
        List<Limit> limits = new ArrayList<>();
        for (Fields fields : parent.maps(key)) {
            fields.require("requests");
            fields.require("per");
            Optional<Long> requests = fields.whole("requests", 1, MOST_REQUESTS);
            Optional<Duration> per = fields.duration("per", SHORTEST, LONGEST);
            Optional<ZoneId> zone = zone(fields);
            fields.refuseUnknown();
            if (requests.isEmpty() || per.isEmpty()) {
                continue;
            }
            if (zone.isPresent() && !hasCalendar(per.get())) {
                fields.flaw("per", "must divide a day or be whole days when it has a zone: it is a calendar window");
            }
            if (limits.stream()
                    .anyMatch(other ->
                            other.per().equals(per.get()) && other.zone().equals(zone))) {
                fields.flaw("per", "is limited twice: keep the smaller number of requests");
            }
            limits.add(new Limit(requests.get(), per.get(), zone));
        }
        return limits;
    }

    private static boolean hasCalendar(Duration per) {
        return per.compareTo(DAY) >= 0 ? per.toMillis() % DAY.toMillis() == 0 : DAY.toMillis() % per.toMillis() == 0;
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
