package dev.heir.integration.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    private static final String JSON = "application/json";

    @ParameterizedTest
    @ValueSource(strings = {"{\"n\":1.10}", " [1, 2] ", "null", "\"text\"", "-0.0"})
    void json_is_embedded_without_changing_a_digit(String text) {
        assertThat(JsonText.embed(JSON, Body.of(text))).contains(text);
    }

    @Test
    void a_byte_order_mark_is_left_out_of_json() {
        assertThat(JsonText.embed(JSON, Body.of("\uFEFF{\"n\":1}"))).contains("{\"n\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "1 2", "nothing", "{\"a\":1},\"injected\":true", "\uFEFF"})
    void what_is_not_one_json_value_is_embedded_as_text(String text) {
        assertThat(JsonText.embed(JSON, Body.of(text)).orElseThrow())
                .startsWith("\"")
                .endsWith("\"");
    }

    @Test
    void json_in_another_charset_is_no_text_of_ours() {
        assertThat(JsonText.embed(JSON, Body.of("{\"ä\":1}".getBytes(StandardCharsets.UTF_16))))
                .isEmpty();
        assertThat(JsonText.embed(JSON, Body.of("{\"ä\":1}".getBytes(StandardCharsets.ISO_8859_1))))
                .isEmpty();
    }

    @Test
    void other_bytes_are_not_embedded() {
        assertThat(JsonText.embed("image/png", Body.of("{}"))).isEmpty();
        assertThat(JsonText.embed("text/plain", Body.of("a \"b\""))).contains("\"a \\\"b\\\"\"");
    }
}
