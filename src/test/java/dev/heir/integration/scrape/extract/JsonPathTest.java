package dev.heir.integration.scrape.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$.a.b[0]|[1]",
                "a.b[-1]|[3]",
                "$.a.b[*]|[1, 2, 3]",
                "$['c d'].x|[true]",
                "$[\"c d\"]['x']|[true]",
                "$..price|[5, 6]",
                "$.offers.price|[5, 6]",
                "$.offers[1].price|[6]",
                "$.offers.*.price|[5, 6]",
                "$.none.at.all|[]"
            })
    void values_are_found_by_their_place(String path, String found) {
        JsonNode root = EmbeddedJson.read(
                        "{\"a\":{\"b\":[1,2,3]},\"c d\":{\"x\":true},\"offers\":[{\"price\":5},{\"price\":6}]}")
                .orElseThrow()
                .getFirst();
        assertThat(JsonPath.parse(path).find(root)).hasToString(found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$.a[?(@.b)]", "$.a[1:2]", "$.a[", "$...", "$.a b"})
    void what_is_not_understood_is_refused(String path) {
        assertThatThrownBy(() -> JsonPath.parse(path)).hasMessageContaining("must be a JSONPath");
    }

    @Test
    void a_path_to_nowhere_is_the_root() {
        JsonNode root = EmbeddedJson.read("[1]").orElseThrow().getFirst();
        assertThat(JsonPath.parse("$").find(root)).containsExactly(root);
    }
}
