package dev.heir.integration.scrape.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class DiffTest {

    @Test
    void what_was_taken_out_and_put_in_is_marked_and_no_markup_of_a_website_lives() {
        assertThat(Diff.html(Diff.of("A chair of <b>oiled</b> oak", "A chair of stained oak")))
                .isEqualTo("A chair of <del>&lt;b&gt;oiled&lt;/b&gt;</del> <ins>stained</ins> oak");
    }

    @Property(tries = 200)
    void both_texts_can_be_read_back_from_it(
            @ForAll @StringLength(max = 60) @Chars({'a', 'b', ' '}) String before,
            @ForAll @StringLength(max = 60) @Chars({'a', 'b', ' '}) String after) {
        List<Diff.Part> parts = Diff.of(before, after);

        assertThat(side(parts, Diff.Side.OLD)).isEqualTo(before.strip().replaceAll("\\s+", " "));
        assertThat(side(parts, Diff.Side.NEW)).isEqualTo(after.strip().replaceAll("\\s+", " "));
    }

    @Test
    void a_chart_has_a_line_for_each_competitor_and_no_script_of_anybody() {
        String svg = Chart.of(
                "price <script>alert(1)</script>",
                List.of(point("A & B", 0, "10"), point("A & B", 3600, "12"), point("C", 10, "11")));

        assertThat(svg).contains("A &amp; B", "&lt;script&gt;").doesNotContain("<script");
        assertThat(svg.split("<polyline", -1)).hasSize(3);
        assertThat(Chart.of("nothing", List.of())).contains("no numbers yet");
    }

    private static Point point(String who, long second, String amount) {
        return new Point(
                who,
                "https://x.example/",
                "price",
                Instant.ofEpochSecond(second),
                amount,
                Optional.of(new BigDecimal(amount)));
    }

    private static String side(List<Diff.Part> parts, Diff.Side side) {
        return parts.stream()
                .filter(part -> part.side() == side || part.side() == Diff.Side.BOTH)
                .map(Diff.Part::text)
                .collect(Collectors.joining(" "));
    }
}
