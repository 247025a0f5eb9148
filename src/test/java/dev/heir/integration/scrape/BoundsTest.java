package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.provider.Flaw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundsTest {

    @ParameterizedTest
    @CsvSource({
        "HOST, https://a.example/x/y, https://a.example/z, true",
        "HOST, https://a.example/x/y, https://b.a.example/z, false",
        "HOST, https://a.example/x/y, https://a.example:8443/z, false",
        "SITE, https://www.a.example/x, https://shop.a.example/z, true",
        "SITE, https://www.a.example/x, https://a.example/z, true",
        "SITE, https://a.example/x, https://nota.example/z, false",
        "PATH, https://a.example/x/y, https://a.example/x/z/1, true",
        "PATH, https://a.example/x/y, https://a.example/xz, false",
        "PATH, https://a.example/x/, https://a.example/x/../y, false"
    })
    void a_scope_holds_what_it_says(Bounds.Scope scope, String root, String link, boolean held) {
        assertThat(scope.holds(PageUrl.parse(root), PageUrl.parse(link))).isEqualTo(held);
    }

    @ParameterizedTest
    @CsvSource({
        "/docs/*, https://a.example/docs/x?y=1, true",
        "/docs/*, https://a.example/old/docs/x, false",
        "*.pdf, https://a.example/x.pdf, true",
        "*.pdf, https://a.example/x.pdf?y, false",
        "*?page=*, https://a.example/x?page=2, true",
        "/a, https://a.example/a, true",
        "/a, https://a.example/ab, false"
    })
    void a_pattern_is_about_the_path_or_the_whole_address(String pattern, String url, boolean matches) {
        assertThat(new Glob(pattern).matches(PageUrl.parse(url))).isEqualTo(matches);
    }

    @Property
    void a_pattern_of_many_stars_ends(@ForAll @Chars({'a', '*'}) @StringLength(max = 200) String stars) {
        assertThat(new Glob("/*a*" + stars + "b").matches(PageUrl.parse("https://a.example/" + "a".repeat(3000))))
                .isFalse();
    }

    @Test
    void bounds_have_defaults_and_are_read_back_as_they_were_written() throws JsonProcessingException {
        Bounds usual = read("{}", new ArrayList<>()).orElseThrow();
        assertThat(usual).isEqualTo(new Bounds(Bounds.Scope.HOST, 3, 1000, List.of(), List.of(), Duration.ofHours(2)));
        Bounds own = new Bounds(
                Bounds.Scope.SITE, 7, 9, List.of(new Glob("/a*")), List.of(new Glob("*b")), Duration.ofMinutes(90));
        assertThat(read(own.write().toString(), new ArrayList<>())).hasValue(own);
    }

    @Test
    void all_flaws_of_a_crawl_are_told() throws JsonProcessingException {
        List<Flaw> flaws = new ArrayList<>();
        assertThat(read(
                        "{\"scope\": \"world\", \"depth\": 0, \"pages\": \"many\", \"include\": [\"\"], \"time\": \"1y\", \"x\": 1}",
                        flaws))
                .isEmpty();
        assertThat(flaws)
                .extracting(Flaw::path)
                .containsExactlyInAnyOrder(
                        "crawl.scope", "crawl.depth", "crawl.pages", "crawl.include[0]", "crawl.time", "crawl.x");
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example/x?utm_source=y&fbclid=1, https://a.example/x",
        "https://a.example/x?b=2&utm_medium=z&a=1, https://a.example/x?b=2&a=1",
        "https://a.example/x;jsessionid=AB12/y?sid=9, https://a.example/x/y",
        "https://a.example./%7Eme/%c3%a4, https://a.example/~me/%C3%A4"
    })
    void what_only_says_who_comes_makes_no_other_page(String one, String other) {
        assertThat(Canonical.of(PageUrl.parse(one))).isEqualTo(Canonical.of(PageUrl.parse(other)));
        assertThat(Canonical.of(PageUrl.parse(Canonical.of(PageUrl.parse(one)))))
                .isEqualTo(Canonical.of(PageUrl.parse(one)));
    }

    private static Optional<Bounds> read(String text, List<Flaw> flaws) throws JsonProcessingException {
        return Bounds.read(new ObjectMapper().readTree(text), flaws);
    }
}
