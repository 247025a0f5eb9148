package dev.heir.integration.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.call.Preference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PreferencesTest {

    private static Preference read(String... headers) {
        return Preferences.read(List.of(headers));
    }

    private static Preference of(boolean async, int seconds) {
        return new Preference(async, Optional.of(Duration.ofSeconds(seconds)));
    }

    @Test
    void both_are_read_from_one_header_or_from_two() {
        assertThat(read("respond-async, wait=10")).isEqualTo(of(true, 10));
        assertThat(read("Respond-Async", "WAIT = \"10\"")).isEqualTo(of(true, 10));
        assertThat(read("respond-async")).isEqualTo(new Preference(true, Optional.empty()));
    }

    @Test
    void what_stands_beside_them_is_passed_over() {
        assertThat(read("return=minimal; x=\"a, wait=3\", foo=\"respond-async, b\", wait=7;y=1,respond-async;z"))
                .isEqualTo(of(true, 7));
        assertThat(read("return=representation")).isEqualTo(Preference.NONE);
        assertThat(read()).isEqualTo(Preference.NONE);
    }

    @Test
    void the_first_of_two_counts_and_what_is_no_number_of_seconds_does_not() {
        assertThat(read("wait=3, wait=4")).isEqualTo(of(false, 3));
        assertThat(read("wait=soon")).isEqualTo(Preference.NONE);
        assertThat(read("wait=-1", "wait=99999999999")).isEqualTo(Preference.NONE);
        assertThat(read("=,;\"")).isEqualTo(Preference.NONE);
    }

    @Test
    @Timeout(10)
    void what_goes_on_and_on_is_passed_over_in_no_time() {
        for (String endless : List.of(
                "a=\"" + "b".repeat(100_000) + "\"",
                "a;" + "b".repeat(100_000),
                "a=" + " ".repeat(100_000) + "\"x y",
                "a" + " ".repeat(100_000) + "\"",
                "a;" + "\"\\\\\"".repeat(50_000) + "\"")) {
            assertThat(read(endless)).isEqualTo(Preference.NONE);
            assertThat(read("wait=5," + endless)).isEqualTo(of(false, 5));
        }
    }
}
