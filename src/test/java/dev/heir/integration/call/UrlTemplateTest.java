package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTemplateTest {

    private final List<String> missing = new ArrayList<>();

    @Test
    void places_are_filled_and_the_rest_becomes_the_query_in_order() {
        assertThat(UrlTemplate.expand(
                        "/shops/{shop}/orders/{id}.json", Map.of("shop", "a", "id", "7", "z", "1", "b", "2"), missing))
                .isEqualTo("/shops/a/orders/7.json?b=2&z=1");
        assertThat(missing).isEmpty();
    }

    @Test
    void a_template_may_have_a_query_of_its_own() {
        assertThat(UrlTemplate.expand("/search?kind={kind}", Map.of("kind", "a&b", "page", "2"), missing))
                .isEqualTo("/search?kind=a%26b&page=2");
    }

    @Test
    void a_place_without_a_value_is_named() {
        UrlTemplate.expand("/{a}/{b}/{c}", Map.of("a", "1", "b", ""), missing);
        assertThat(missing).containsExactly("b", "c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "..",
                "../admin",
                "a/../../b",
                "..\\admin",
                "%2e%2e",
                ".%2E",
                "..%2fadmin",
                "..;",
                "..;x=1/a",
                "a/."
            })
    void a_value_that_leads_up_the_path_is_none(String value) {
        UrlTemplate.expand("/orders/{id}", Map.of("id", value), missing);
        assertThat(missing).containsExactly("id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", "a..b", ".well-known", "group/project", "a;b", "1.0", "..a"})
    void dots_that_lead_nowhere_are_letters_like_others(String value) {
        String path = UrlTemplate.expand("/orders/{id}", Map.of("id", value), missing);
        assertThat(missing).isEmpty();
        assertThat(URLDecoder.decode(path.substring("/orders/".length()), StandardCharsets.UTF_8))
                .isEqualTo(value);
    }

    @Property
    void whatever_a_value_is_it_stays_in_its_place(@ForAll @NotEmpty String value) {
        List<String> none = new ArrayList<>();
        String path = UrlTemplate.expand("/a/{v}/z", Map.of("v", value), none);
        assertThat(path).startsWith("/a/").endsWith("/z").matches("[!-~]+").doesNotContain("?", "#");
        assertThat(path.chars().filter(c -> c == '/')).hasSize(3);
        assertThat(URI.create("https://h" + path).normalize().getRawPath()).isEqualTo(path.replace("//", "/"));
    }

    @Property
    void whatever_is_asked_arrives_as_it_was(
            @ForAll @NotEmpty String name,
            @ForAll @CharRange(from = ' ', to = 'ÿ') @StringLength(max = 20) String value) {
        String path = UrlTemplate.expand("/a", Map.of(name, value), new ArrayList<>());
        String[] query = path.substring("/a?".length()).split("=", -1);
        assertThat(query).hasSize(2);
        assertThat(URLDecoder.decode(query[1], StandardCharsets.UTF_8)).isEqualTo(value);
    }
}
