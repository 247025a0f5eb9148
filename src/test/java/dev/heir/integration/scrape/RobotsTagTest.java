package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RobotsTagTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            noindex                                             | noindex
            NoIndex, NoFollow                                   | noindex nofollow
            noindex nofollow                                    | noindex nofollow
            none                                                | noindex nofollow
            all                                                 |
            otherbot: noindex                                   |
            integrationorchestrator: noindex                    | noindex
            *: noindex                                          | noindex
            otherbot: nofollow, integrationorchestrator: noindex | noindex
            otherbot: noindex, nofollow                         |
            noindex, otherbot: nofollow                         | noindex
            integrationorchestrator: nofollow, otherbot: noindex | nofollow
            max-snippet: 20, noindex                            | noindex
            noarchive                                           | noarchive
            noai, noimageai                                     | reserved
            unavailable_after: 25 Jun 2010 15:00:00 PST         | noindex
            unavailable_after: Friday, 25-Jun-10 15:00:00 PST, nofollow | noindex nofollow
            unavailable_after: Fri, 25 Jun 2010 15:00:00 GMT    | noindex
            unavailable_after: 2026-11-23T11:59:59Z             | noindex
            unavailable_after: 2026-11-24                       |
            unavailable_after: some day                         |
            """)
    void each_directive_holds_for_the_robot_that_it_is_said_to(String header, String expected) {
        RobotsTag tag = RobotsTag.header(header, "integrationorchestrator", NOW);

        assertThat(words(tag)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void what_the_page_and_its_headers_ask_for_holds_together() {
        RobotsTag tag = RobotsTag.of(
                Map.of("x-robots-tag", List.of("noarchive"), "tdm-reservation", List.of("1")),
                Jsoup.parse("<meta name=ROBOTS content=noindex><meta name=integrationorchestrator content=nofollow>"),
                "integrationorchestrator",
                NOW);

        assertThat(words(tag)).isEqualTo("noindex nofollow noarchive reserved");
    }

    private static String words(RobotsTag tag) {
        return ((tag.index() ? "" : "noindex ")
                        + (tag.follow() ? "" : "nofollow ")
                        + (tag.archive() ? "" : "noarchive ")
                        + (tag.reserved() ? "reserved" : ""))
                .strip();
    }
}
