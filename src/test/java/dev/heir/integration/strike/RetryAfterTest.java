package dev.heir.integration.strike;

import static dev.heir.integration.strike.Replies.NOW;
import static dev.heir.integration.strike.Replies.reply;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Now is Monday, 23 November 2026, 10:00:00 GMT. */
class RetryAfterTest {

    @ParameterizedTest(name = "[{0}] is a wait of {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "30 | PT30S",
                "' 30 ' | PT30S",
                "030 | PT30S",
                "600 | PT10M",
                "0 | PT0S",
                "2.0 | PT2S", // Shopify
                "0.25 | PT0.25S",
                "0.0000000001 | PT0.000000001S", // rounded up, never early
                "31622400 | PT8784H", // the horizon of 366 days itself
                "30s | PT30S",
                "1m30s | PT1M30S",
                "'30, 60' | PT60S", // joined by a proxy
                // A date names a whole second: its end is waited for.
                "Mon, 23 Nov 2026 10:00:30 GMT | PT31S",
                "mon, 23 nov 2026 10:00:30 GMT | PT31S",
                "Tue, 23 Nov 2026 10:00:30 GMT | PT31S", // the wrong weekday is still that date
                "Monday, 23-Nov-26 10:00:30 GMT | PT31S",
                "Mon Nov 23 10:00:30 2026 | PT31S",
                "Tue Dec  1 10:00:00 2026 | PT192H1S",
                "Mon, 23 Nov 2026 10:00:60 GMT | PT61S", // a leap second
                "2026-11-23T10:00:30Z | PT31S",
                "2026-11-23T11:00:30+01:00 | PT31S",
                "2026-11-23T10:00:30.500Z | PT30.5S",
                "2026-11-23T10:05Z | PT6M", // Jira names the minute
                "1795428030 | PT31S", // epoch, by mistake
                // The past means now.
                "Mon, 23 Nov 2026 09:00:00 GMT | PT0S",
                "Sun, 06 Nov 1994 08:49:37 GMT | PT0S",
                "Sunday, 06-Nov-94 08:49:37 GMT | PT0S",
                "Sun Nov  6 08:49:37 1994 | PT0S",
                "1795427000 | PT0S"
            })
    void what_the_server_asks_for_is_understood(String value, Duration wait) {
        assertThat(said(value)).contains(NOW.plus(wait));
    }

    @ParameterizedTest(name = "[{0}] was not said")
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "-1",
                "-30",
                "+30",
                "30 seconds please",
                "3e1",
                "0x1e",
                "NaN",
                "Infinity",
                "Mon, 31 Feb 2026 10:00:30 GMT",
                "Mon, 23 Foo 2026 10:00:30 GMT",
                "Mon, 23 Nov 2026 25:00:30 GMT",
                "Mon, 23 Nov 2026 10:00:61 GMT",
                "Mon, 23 Nov 2026 10:00:30 PST",
                "2026-11-23T10:00:30",
                "2026-13-23T10:00:30Z",
                "1000000000",
                "1m30",
                "1x",
                "٣٠"
            })
    void garbage_is_not_a_wait(String value) {
        assertThat(said(value)).isEmpty();
    }

    @ParameterizedTest(name = "[{0}] is not before {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "31622401 | 2027-11-24T10:00:01Z",
                "63072000 | 2028-11-22T10:00:00Z",
                "10000d | 2054-04-10T10:00:00Z",
                "99999999999 | 5195-10-08T19:46:39Z",
                "999999999999 | 9999-12-31T23:59:59Z",
                "9223372036854775807 | 9999-12-31T23:59:59Z",
                "99999999999999999999999999999999999999 | 9999-12-31T23:59:59Z",
                "Mon, 23 Nov 2099 10:00:30 GMT | 2099-11-23T10:00:30Z",
                "2099-11-23T10:00:30Z | 2099-11-23T10:00:30Z"
            })
    void nobody_comes_back_at_once_because_a_wait_is_longer_than_a_year(String value, Instant meant) {
        assertThat(said(value)).contains(meant);
    }

    @Test
    void of_several_that_disagree_the_latest_wins() {
        assertThat(ServerSaid.read(reply(
                                429,
                                "retry-after",
                                "30",
                                "retry-after",
                                "Mon, 23 Nov 2026 10:02:00 GMT",
                                "retry-after",
                                "rubbish",
                                "retry-after",
                                "5"))
                        .retryAt())
                .contains(NOW.plusSeconds(121));
    }

    @Test
    void a_later_reset_of_an_empty_quota_wins_over_retry_after_and_the_other_way_round() {
        assertThat(ServerSaid.read(reply(
                                429, "retry-after", "2", "x-ratelimit-remaining", "0", "x-ratelimit-reset", "3600"))
                        .retryAt())
                .contains(NOW.plusSeconds(3600));
        assertThat(ServerSaid.read(reply(429, "retry-after", "60", "ratelimit", "\"default\";r=0;t=5"))
                        .retryAt())
                .contains(NOW.plusSeconds(60));
    }

    @Test
    void milliseconds_are_understood_where_the_name_says_so() {
        assertThat(ServerSaid.read(reply(429, "retry-after-ms", "1500")).retryAt())
                .contains(NOW.plusMillis(1500));
    }

    @Test
    void a_date_is_read_by_the_servers_own_clock() {
        // Our clock is ten minutes ahead of the server's: by ours the date has passed.
        assertThat(ServerSaid.read(reply(
                                503,
                                "date",
                                "Mon, 23 Nov 2026 09:50:00 GMT",
                                "retry-after",
                                "Mon, 23 Nov 2026 09:50:30 GMT"))
                        .retryAt())
                .contains(NOW.plusSeconds(31));
        // A clock that stands years off is none.
        assertThat(ServerSaid.read(reply(
                                503,
                                "date",
                                "Thu, 01 Jan 1970 00:00:00 GMT",
                                "retry-after",
                                "Mon, 23 Nov 2026 10:00:30 GMT"))
                        .retryAt())
                .contains(NOW.plusSeconds(31));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 301, 303})
    void on_an_answer_that_is_no_refusal_it_speaks_of_the_resource_and_not_of_the_service(int status) {
        assertThat(ServerSaid.read(reply(status, "retry-after", "30")).retryAt())
                .isEmpty();
    }

    @Property
    void delta_seconds_are_kept_exactly(@ForAll @IntRange(max = 31_622_400) int seconds) {
        assertThat(said(Integer.toString(seconds))).contains(NOW.plusSeconds(seconds));
    }

    @Property
    void no_date_leads_to_an_early_retry_and_none_costs_more_than_a_second(
            @ForAll @LongRange(min = 0, max = 31_000_000_000L) long milliseconds) {
        Instant meant = NOW.plusMillis(milliseconds);
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(meant.atOffset(ZoneOffset.UTC));
        assertThat(said(date)).hasValueSatisfying(at -> assertThat(at).isBetween(meant, meant.plusSeconds(1)));
    }

    @Property
    void nothing_that_a_server_may_send_is_thrown_about(@ForAll String value) {
        assertThat(said(value).filter(at -> at.isBefore(NOW))).isEmpty();
    }

    private static Optional<Instant> said(String value) {
        return ServerSaid.read(reply(503, "retry-after", value)).retryAt();
    }
}
