package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import java.time.Instant;
import java.util.Map;
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
        assertThat(RobotsVisit.read(new Reply.Lost("cut off", false))).isInstanceOf(RobotsTxt.Unreachable.class);
    }
}
