package dev.heir.integration.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitWindowTest {

    private static final Set<String> ZONES = new TreeSet<>(ZoneId.getAvailableZoneIds());

    @ParameterizedTest
    @CsvSource(textBlock = """
            Europe/Berlin,       2026-03-29, 23:00
            Europe/Berlin,       2026-10-25, 25:00
            Europe/Berlin,       2026-10-26, 24:00
            America/New_York,    2026-03-08, 23:00
            America/New_York,    2026-11-01, 25:00
            America/Sao_Paulo,   2018-11-04, 23:00
            America/Sao_Paulo,   2018-02-17, 25:00
            Asia/Beirut,         2026-03-29, 23:00
            Asia/Beirut,         2026-10-24, 25:00
            America/Havana,      2026-03-08, 23:00
            America/Havana,      2026-11-01, 25:00
            Africa/Cairo,        2026-04-24, 23:00
            Australia/Lord_Howe, 2026-04-05, 24:30
            Australia/Lord_Howe, 2026-10-04, 23:30
            Antarctica/Troll,    2026-03-29, 22:00
            Antarctica/Troll,    2026-10-25, 26:00
            Asia/Kolkata,        2026-03-29, 24:00
            UTC,                 2026-03-29, 24:00
            """)
    void a_day_on_which_clocks_are_changed_is_shorter_or_longer(String zone, String date, String hours) {
        ZoneId in = ZoneId.of(zone);
        Instant noon = LocalDateTime.parse(date + "T12:00").atZone(in).toInstant();

        LimitWindow.Interval day = new CalendarDays(1, in).at(noon);

        String[] parts = hours.split(":");
        assertThat(day.length())
                .isEqualTo(Duration.ofHours(Long.parseLong(parts[0])).plusMinutes(Long.parseLong(parts[1])));
        assertThat(LocalDateTime.ofInstant(day.start().minusNanos(1), in).toLocalDate())
                .isBeforeOrEqualTo(noon.atZone(in).toLocalDate());
    }

    @Test
    void a_day_that_a_zone_left_out_is_no_window() {
        ZoneId apia = ZoneId.of("Pacific/Apia"); // went from 29 to 31 December 2011
        CalendarDays days = new CalendarDays(1, apia);

        LimitWindow.Interval before = days.at(Instant.parse("2011-12-30T09:59:59Z"));

        assertThat(LocalDateTime.ofInstant(before.start(), apia)).hasToString("2011-12-29T00:00");
        assertThat(LocalDateTime.ofInstant(before.end(), apia)).hasToString("2011-12-31T00:00");
    }

    @Test
    void seven_days_start_on_a_monday() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");

        LimitWindow.Interval week = new CalendarDays(7, berlin).at(Instant.parse("2026-10-25T12:00:00Z"));

        assertThat(week.start().atZone(berlin)).hasToString("2026-10-19T00:00+02:00[Europe/Berlin]");
        assertThat(week.end().atZone(berlin)).hasToString("2026-10-26T00:00+01:00[Europe/Berlin]");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            1,  2024-02-29T23:59:59Z, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z
            1,  2026-12-31T23:59:59Z, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z
            3,  2026-05-05T00:00:00Z, 2026-04-01T00:00:00Z, 2026-07-01T00:00:00Z
            12, 2024-02-29T23:59:59Z, 2024-01-01T00:00:00Z, 2025-01-01T00:00:00Z
            1,  1969-12-31T23:59:59Z, 1969-12-01T00:00:00Z, 1970-01-01T00:00:00Z
            """)
    void months_are_those_of_the_calendar(int months, Instant at, Instant start, Instant end) {
        assertThat(new CalendarMonths(months, ZoneId.of("UTC")).at(at)).isEqualTo(new LimitWindow.Interval(start, end));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # forward at 02:00: the night's part is shorter, hours go on
            Europe/Berlin,       6h,  2026-03-29T01:30:00Z, 2026-03-28T23:00:00Z, 2026-03-29T04:00:00Z
            Europe/Berlin,       1h,  2026-03-29T01:30:00Z, 2026-03-29T01:00:00Z, 2026-03-29T02:00:00Z
            Europe/Berlin,       2h,  2026-03-29T00:30:00Z, 2026-03-28T23:00:00Z, 2026-03-29T01:00:00Z
            Europe/Berlin,       2h,  2026-03-29T01:30:00Z, 2026-03-29T01:00:00Z, 2026-03-29T02:00:00Z
            # back at 03:00: the night's part is longer, the hour that comes twice counts once, its minutes twice
            Europe/Berlin,       6h,  2026-10-25T03:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T05:00:00Z
            Europe/Berlin,       1h,  2026-10-25T00:30:00Z, 2026-10-25T00:00:00Z, 2026-10-25T02:00:00Z
            Europe/Berlin,       1h,  2026-10-25T01:30:00Z, 2026-10-25T00:00:00Z, 2026-10-25T02:00:00Z
            Europe/Berlin,       15m, 2026-10-25T00:50:00Z, 2026-10-25T00:45:00Z, 2026-10-25T01:00:00Z
            Europe/Berlin,       15m, 2026-10-25T01:01:00Z, 2026-10-25T01:00:00Z, 2026-10-25T01:15:00Z
            Europe/Berlin,       45m, 2026-10-25T01:01:00Z, 2026-10-25T00:15:00Z, 2026-10-25T01:15:00Z
            # half an hour only: back at 02:00 to 01:30, forward at 02:00 to 02:30
            Australia/Lord_Howe, 1h,  2026-04-04T15:00:00Z, 2026-04-04T14:00:00Z, 2026-04-04T15:30:00Z
            Australia/Lord_Howe, 15m, 2026-04-04T15:01:00Z, 2026-04-04T15:00:00Z, 2026-04-04T15:15:00Z
            Australia/Lord_Howe, 1h,  2026-10-03T15:31:00Z, 2026-10-03T15:30:00Z, 2026-10-03T16:00:00Z
            # midnight does not exist, and comes twice
            America/Sao_Paulo,   6h,  2018-11-04T03:30:00Z, 2018-11-04T03:00:00Z, 2018-11-04T08:00:00Z
            America/Sao_Paulo,   6h,  2018-11-04T02:30:00Z, 2018-11-03T21:00:00Z, 2018-11-04T03:00:00Z
            America/Sao_Paulo,   6h,  2018-02-18T02:30:00Z, 2018-02-17T20:00:00Z, 2018-02-18T03:00:00Z
            Asia/Beirut,         12h, 2026-10-24T21:30:00Z, 2026-10-24T09:00:00Z, 2026-10-24T22:00:00Z
            """)
    void parts_of_a_day_follow_the_clock_on_the_wall(
            String zone, String length, Instant at, Instant start, Instant end) {
        Duration part = Durations.parse(length).orElseThrow();

        assertThat(new CalendarParts(part, ZoneId.of(zone)).at(at)).isEqualTo(new LimitWindow.Interval(start, end));
    }

    @Property(tries = 20_000)
    void windows_tile_time_without_gap_or_overlap(
            @ForAll("windows") LimitWindow.Calendar window, @ForAll("instants") Instant at) {
        LimitWindow.Interval here = window.at(at);

        assertThat(here.contains(at)).isTrue();
        assertThat(window.at(here.start())).isEqualTo(here);
        assertThat(window.at(here.end().minusNanos(1))).isEqualTo(here);
        assertThat(window.at(here.end()).start()).isEqualTo(here.end());
        assertThat(window.at(here.start().minusNanos(1)).end()).isEqualTo(here.start());
        assertThat(here.length()).isLessThanOrEqualTo(window.longest());
    }

    @Test
    @Tag("long")
    void windows_tile_every_change_of_every_clock_since_1970() {
        List<Duration> parts = new ArrayList<>();
        for (int minutes : new int[] {5, 15, 20, 30, 45, 60, 120, 360, 720}) {
            parts.add(Duration.ofMinutes(minutes));
        }
        Set<ZoneRules> seen = new HashSet<>(); // many names are of one clock
        for (String id : ZONES) {
            ZoneId zone = ZoneId.of(id);
            if (!seen.add(zone.getRules())) {
                continue;
            }
            List<LimitWindow.Calendar> windows = new ArrayList<>();
            parts.forEach(part -> windows.add(new CalendarParts(part, zone)));
            windows.addAll(List.of(new CalendarDays(1, zone), new CalendarDays(7, zone), new CalendarMonths(1, zone)));
            zone.getRules().getTransitions().stream()
                    .filter(change -> change.getInstant().isAfter(Instant.EPOCH))
                    .forEach(change -> windows.forEach(window -> tilesAround(window, change.getInstant())));
        }
    }

    private static void tilesAround(LimitWindow.Calendar window, Instant change) {
        Duration longest = window.at(change).length();
        LimitWindow.Interval at = window.at(change.minus(Duration.ofHours(2)));
        Instant end = change.plus(Duration.ofHours(2));
        while (at.end().isBefore(end)) {
            LimitWindow.Interval next = window.at(at.end());
            Instant inside = next.start().plus(next.length().dividedBy(2));
            if (!next.start().equals(at.end())
                    || !window.at(inside).equals(next)
                    || !window.at(next.end().minusNanos(1)).equals(next)) {
                throw new AssertionError(window + " around " + change + ": " + at + " is followed by " + next);
            }
            longest = longest.compareTo(next.length()) < 0 ? next.length() : longest;
            at = next;
        }
        assertThat(longest).isLessThanOrEqualTo(window.longest());
    }

    @Provide
    Arbitrary<LimitWindow.Calendar> windows() {
        Arbitrary<ZoneId> zones = Arbitraries.of(ZONES).map(ZoneId::of);
        return Arbitraries.oneOf(
                Combinators.combine(Arbitraries.of("1s", "1m", "15m", "45m", "1h", "90m", "2h", "6h", "12h"), zones)
                        .as((part, zone) ->
                                new CalendarParts(Durations.parse(part).orElseThrow(), zone)),
                Combinators.combine(Arbitraries.integers().between(1, 40), zones)
                        .as(CalendarDays::new),
                Combinators.combine(Arbitraries.of(1, 2, 3, 4, 6, 12), zones).as(CalendarMonths::new));
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.longs()
                .between(
                        Instant.parse("1970-01-01T00:00:00Z").getEpochSecond(),
                        Instant.parse("2045-01-01T00:00:00Z").getEpochSecond())
                .map(Instant::ofEpochSecond);
    }
}
