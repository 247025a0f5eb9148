package dev.heir.integration.scrape.robots;

import static org.assertj.core.api.Assertions.assertThat;

import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Ours against the parser that crawlers share, on files that neither was written for. Left out is where the standard and
 * that parser part: a dollar sign inside a rule, a star before one at its end (of {@code /*?$} it refuses no {@code /??}), words
 * behind the star of a group, units behind a delay.
 */
class RobotsDifferentialTest {

    private static final String WE = "integrationorchestrator";

    @Property(tries = 2_000)
    void two_parsers_decide_alike(@ForAll("files") String file, @ForAll("paths") String path) {
        SimpleRobotRules theirs = new SimpleRobotRulesParser()
                .parseContent("", file.getBytes(StandardCharsets.UTF_8), "text/plain", List.of(WE));

        assertThat(RobotsFile.parse(file).rulesFor(WE).refusal(path).isEmpty())
                .as(file + " for " + path)
                .isEqualTo(theirs.isAllowed("https://example.com" + path));
    }

    @Property(tries = 2_000)
    void a_star_before_the_end_takes_what_it_needs(@ForAll("stars") String pattern, @ForAll("plain") String path) {
        String meant =
                Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));

        assertThat(RobotsFile.parse("User-agent: *\nDisallow: /" + pattern + "$")
                        .rulesFor(WE)
                        .refusal("/" + path)
                        .isPresent())
                .isEqualTo(path.matches(meant));
    }

    @Provide
    Arbitrary<String> stars() {
        return text("a", "b", "ab", "?", "*", "*", ".");
    }

    @Provide
    Arbitrary<String> plain() {
        return text("a", "b", "ab", "?", ".", "a", "?");
    }

    @Provide
    Arbitrary<String> files() {
        return line().list().ofMinSize(1).ofMaxSize(12).map(lines -> "User-agent: *\n" + String.join("\n", lines));
    }

    @Provide
    Arbitrary<String> paths() {
        return text("/", "a", "b", "ab", "%2F", "%61", "%C3%A4", "?", "=", ".").map(path -> "/" + path);
    }

    private static Arbitrary<String> line() {
        Arbitrary<String> pattern = text("/", "a", "b", "ab", "*", "%2F", "%2f", "%61", "ä", "?", "=", ".");
        Arbitrary<String> end = Arbitraries.of("", "", "", "$");
        Arbitrary<String> rule = Combinators.combine(Arbitraries.of("Allow: /", "Disallow: /"), pattern, end)
                .as((key, body, dollar) -> key + body + (body.contains("*") ? "" : dollar));
        Arbitrary<String> other = Arbitraries.of(
                "User-agent: *",
                "User-agent: " + WE,
                "User-agent: other",
                "User-agent: IntegrationOrchestrator",
                "Disallow:",
                "",
                "# said in passing",
                "Sitemap: https://example.com/s.xml");
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(3, rule), net.jqwik.api.Tuple.of(1, other));
    }

    private static Arbitrary<String> text(String... parts) {
        return Arbitraries.of(parts).list().ofMaxSize(6).map(list -> String.join("", list));
    }
}
