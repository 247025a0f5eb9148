package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9309, section 2.3.1: what the answer to the request for robots.txt means. */
class RobotsVisitTest {

    @ParameterizedTest
    @CsvSource({
        "200, Found",
        "204, Found",
        "301, Absent",
        "401, Absent",
        "403, Absent",
        "404, Absent",
        "410, Absent",
        "429, Unreachable",
        "500, Unreachable",
        "503, Unreachable"
    })
    void a_missing_file_allows_all_and_an_unreachable_one_nothing(int status, String expected) {
        RobotsTxt robots = RobotsVisit.read(new Reply.Responded(status, Map.of(), Body.EMPTY, Instant.EPOCH));

        assertThat(robots.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(RobotsVisit.read(new Reply.TooLarge(status, "too many headers")))
                .isInstanceOf(RobotsTxt.Unreachable.class);
        assertThat(RobotsVisit.read(new Reply.Lost("cut off", false))).isInstanceOf(RobotsTxt.Unreachable.class);
    }

    @Test
    void of_a_file_without_an_end_the_first_half_megabyte_holds() {
        String line = "Disallow: /a\n";
        Body head = Body.of("User-agent: *\n" + line + "# ".repeat(300_000));

        RobotsTxt robots = RobotsVisit.read(new Reply.TooLarge(200, "too large", Optional.of(head)));

        assertThat(robots.refusal(PageUrl.parse("https://site.example/a"), "robot"))
                .isPresent();
        assertThat(robots.refusal(PageUrl.parse("https://site.example/b"), "robot"))
                .isEmpty();
        assertThat(RobotsVisit.read(new Reply.TooLarge(500, "too large", Optional.of(head))))
                .isInstanceOf(RobotsTxt.Unreachable.class);
    }
}
