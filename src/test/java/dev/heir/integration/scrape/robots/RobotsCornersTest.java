package dev.heir.integration.scrape.robots;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9309, by its own sections and examples, and by what people write. */
class RobotsCornersTest {

    private static final String WE = "IntegrationOrchestrator";

    @ParameterizedTest
    @CsvFileSource(resources = "/robots.csv", delimiter = '|', quoteCharacter = '"')
    void each_corner_is_decided_as_the_standard_says(String lines, String path, String expected) {
        AgentRules rules = RobotsFile.parse(lines.replace(';', '\n')).rulesFor(WE);

        assertThat(rules.refusal(path).orElse("allowed")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Crawl-delay: 10             | PT10S
            Crawl-delay: 0.5            | PT0.5S
            Crawl-delay: .5             | PT0.5S
            Crawl-delay: 1,5            | PT1.5S
            Crawl-delay: 10s            | PT10S
            Crawl-delay: 10 seconds     | PT10S
            Crawl-delay: 500ms          | PT0.5S
            Crawl-delay: 2 min          | PT2M
            Crawl-delay: 2;Crawl-delay: 9 | PT9S
            Crawl-delay: 9;Crawl-delay: 2 | PT9S
            Crawl-delay: soon           | PT0S
            Crawl-delay: -5             | PT0S
            Crawl-delay:                | PT0S
            """)
    void a_delay_is_read_as_it_was_meant_and_of_two_the_larger(String lines, Duration expected) {
        assertThat(RobotsFile.parse("User-agent: *\n" + lines.replace(';', '\n'))
                        .rulesFor(WE)
                        .crawlDelay())
                .isEqualTo(expected);
    }

    @Test
    void the_delay_for_everybody_is_not_ours_when_there_is_a_group_for_us() {
        RobotsFile file = RobotsFile.parse("User-agent: *\nCrawl-delay: 9\n\nUser-agent: " + WE + "\nDisallow: /x");

        assertThat(file.rulesFor(WE).crawlDelay()).isZero();
        assertThat(file.rulesFor("other").crawlDelay()).isEqualTo(Duration.ofSeconds(9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void lines_end_in_any_of_three_ways_and_are_counted_as_people_count_them(String end) {
        String file = String.join(end, "User-agent: *", "", "# nothing", "Disallow: /x", "");

        assertThat(RobotsFile.parse(file).rulesFor(WE).refusal("/x")).hasValue("Disallow: /x (line 4)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE"})
    void a_byte_order_mark_tells_the_encoding(String charset) {
        byte[] bytes = "\uFEFFUser-agent: *\r\nDisallow: /ä\r\n".getBytes(Charset.forName(charset));

        assertThat(RobotsFile.parse(RobotsBytes.text(bytes)).rulesFor(WE).refusal("/%C3%A4"))
                .isPresent();
    }

    @Test
    void sitemaps_are_named_for_everybody_wherever_they_stand() {
        assertThat(RobotsFile.parse("Sitemap: https://a.example/1.xml\nUser-agent: x\nsitemap: https://a.example/2.xml")
                        .sitemaps())
                .containsExactly("https://a.example/1.xml", "https://a.example/2.xml");
    }

    @Test
    void what_lies_behind_500_kib_is_not_read_and_the_line_that_was_cut_neither() {
        String first = "User-agent: *\nDisallow: /early\n";
        String comment = "#" + "x".repeat(500 * 1024 - first.length() - 13) + "\n";
        String file = first + comment + "Disallow: /ab/late\nDisallow: /later\n";

        AgentRules rules = RobotsFile.parse(RobotsBytes.text(file.getBytes(StandardCharsets.UTF_8)))
                .rulesFor(WE);

        assertThat(rules.refusal("/early")).isPresent();
        assertThat(rules.refusal("/ab/other")).isEmpty();
        assertThat(rules.refusal("/later")).isEmpty();
    }

    @Test
    void of_a_line_without_end_only_what_forbids_is_kept() {
        String endless = "a*".repeat(20_000);

        assertThat(RobotsFile.parse("User-agent: *\nDisallow: /\nAllow: /" + endless)
                        .rulesFor(WE)
                        .refusal("/" + "a".repeat(4_000)))
                .isPresent();
        assertThat(RobotsFile.parse("User-agent: *\nDisallow: /b/*" + " ".repeat(20_000) + "x")
                        .rulesFor(WE)
                        .refusal("/b/c"))
                .hasValue("Disallow: /b/* (line 2)");
    }

    /** Whoever writes such a file must not be able to stop us: a second is three hundred times what it takes. */
    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void rules_made_to_be_slow_are_not() {
        StringBuilder file = new StringBuilder("User-agent: *\n");
        while (file.length() < RobotsBytes.LARGEST - 300) {
            file.append("Disallow: /").append("*a".repeat(100)).append("b$\n");
        }
        AgentRules rules = RobotsFile.parse(file.toString()).rulesFor(WE);
        String path = "/" + "a".repeat(4_000);

        for (int i = 0; i < 10; i++) {
            assertThat(rules.refusal(path)).isEmpty();
        }
    }
}
