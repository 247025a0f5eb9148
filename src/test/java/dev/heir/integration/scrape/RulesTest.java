package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9309, by its own sections and examples. */
class RulesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # section 2.2.2: the most octets decide, and of two as long the one that allows
            Disallow: /a;Allow: /a/b                       | /a/b/c        | allowed
            Allow: /a;Disallow: /a/b                       | /a/b/c        | /a/b
            Disallow: /page;Allow: /page                   | /page         | allowed
            Allow: /$;Disallow: /                          | /             | allowed
            Allow: /$;Disallow: /                          | /x            | /
            Disallow:                                      | /x            | allowed
            Disallow: /                                    | /robots.txt   | allowed
            # case matters in paths
            Disallow: /Private                             | /private      | allowed
            # section 2.2.3: wildcard and end
            Disallow: /*.gif$                              | /a/b.gif      | /*.gif$
            Disallow: /*.gif$                              | /a/b.gif?x=1  | allowed
            Disallow: /*?session                           | /a?session=1  | /*?session
            Disallow: /a*c*e                               | /abcde/f      | /a*c*e
            # percent-encoding is compared decoded, as section 2.2.2 shows
            Disallow: /foo/bar/%62%61%7A                   | /foo/bar/baz  | /foo/bar/baz
            Disallow: /foo/bar/ツ                           | /foo/bar/%E3%83%84 | /foo/bar/%E3%83%84
            # comments and white space
            Disallow: /x # not here                        | /x/y          | /x
            """)
    void the_longest_match_decides(String lines, String path, String expected) {
        Rules rules = rules("User-agent: *\n" + lines.replace(';', '\n'));

        assertThat(rules.refusal(PageUrl.parse("https://example.com" + path)).orElse("allowed"))
                .isEqualTo(expected.equals("allowed") ? expected : "Disallow: " + expected);
    }

    @Test
    void our_own_group_holds_alone_and_all_groups_of_our_name_hold_together() {
        Rules rules = rules("""
                User-agent: *
                Disallow: /

                User-agent: other
                User-agent: INTEGRATIONORCHESTRATOR
                Disallow: /one

                User-agent: IntegrationOrchestratorX
                Disallow: /three

                User-agent: IntegrationOrchestrator
                Disallow: /two
                """);

        assertThat(rules.refusal(PageUrl.parse("https://example.com/"))).isEmpty();
        assertThat(rules.refusal(PageUrl.parse("https://example.com/one"))).isPresent();
        assertThat(rules.refusal(PageUrl.parse("https://example.com/two"))).isPresent();
        assertThat(rules.refusal(PageUrl.parse("https://example.com/three"))).isEmpty();
    }

    @Test
    void a_crawl_delay_is_read_and_one_of_more_than_a_day_is_a_refusal() {
        assertThat(rules("User-agent: *\nCrawl-delay: 10").crawlDelay()).isEqualTo(Duration.ofSeconds(10));
        assertThat(rules("User-agent: *\nCrawl-delay: 0.5").crawlDelay()).isEqualTo(Duration.ofMillis(500));
        assertThat(rules("User-agent: *\nCrawl-delay: soon").crawlDelay()).isEqualTo(Duration.ZERO);
        assertThat(rules("User-agent: *\nCrawl-delay: 100000").refusal(PageUrl.parse("https://example.com/")))
                .isPresent();
    }

    @Test
    void a_byte_order_mark_and_other_line_ends_do_not_hide_a_rule() {
        assertThat(rules("\uFEFFUser-agent: *\r\nDisallow: /x\r\n").refusal(PageUrl.parse("https://example.com/x")))
                .isPresent();
    }

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

    @Test
    void what_lies_behind_500_kib_is_not_read_and_the_line_that_was_cut_neither() {
        String first = "User-agent: *\nDisallow: /early\n";
        String comment = "#" + "x".repeat(500 * 1024 - first.length() - 13) + "\n";
        String file = first + comment + "Disallow: /ab/late\nDisallow: /later\n";
        var reply = new Reply.Responded(200, Map.of(), Body.of(file), Instant.EPOCH);

        Rules rules = Rules.of((RobotsTxt.Found) RobotsVisit.read(reply), "integrationorchestrator");

        assertThat(rules.refusal(PageUrl.parse("https://example.com/early"))).isPresent();
        assertThat(rules.refusal(PageUrl.parse("https://example.com/ab/other"))).isEmpty();
        assertThat(rules.refusal(PageUrl.parse("https://example.com/later"))).isEmpty();
    }

    private static Rules rules(String text) {
        return Rules.of(new RobotsTxt.Found(text), Configured.with().token());
    }
}
