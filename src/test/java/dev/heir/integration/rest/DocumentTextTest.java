package dev.heir.integration.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.heir.integration.provider.InvalidInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentTextTest {

    @Test
    void json_and_yaml_become_the_same_tree() throws IOException {
        Map<String, Object> tree =
                Map.of("a", 1, "b", List.of(new BigDecimal("0.10"), true, "x"), "c", Map.of("d", "1s"));

        assertThat(DocumentText.json(text("{\"a\":1,\"b\":[0.10,true,\"x\"],\"c\":{\"d\":\"1s\"}}"))
                        .tree())
                .isEqualTo(tree);
        assertThat(DocumentText.yaml(text("a: 1\nb: [0.10, true, x] # comment\nc:\n  d: 1s\n"))
                        .tree())
                .isEqualTo(tree);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: 1\na: 2",
                "a: {b: 1, b: 2}",
                "a: &x [1]\nb: *x",
                "a: &a [*a]",
                "a: 1\n---\nb: 2",
                "- a",
                "just text",
                "",
                "a: [",
                "a: b: c",
                "\"secret-word",
                "a: !!javax.script.ScriptEngineManager [b: c",
            })
    void yaml_that_could_be_misread_is_refused(String yaml) {
        InvalidInput invalid = catchThrowableOfType(InvalidInput.class, () -> DocumentText.yaml(text(yaml)));

        assertThat(invalid).isNotNull().hasMessageNotContaining("secret-word");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"a\":1,\"a\":2}", "[]", "{", "{} {}", "{\"a\": NaN}", "{\"a\": secret-word}", "{\"a\":1,}", ""
            })
    void json_that_could_be_misread_is_refused(String json) {
        InvalidInput invalid = catchThrowableOfType(InvalidInput.class, () -> DocumentText.json(text(json)));

        assertThat(invalid).isNotNull().hasMessageNotContaining("secret-word");
    }

    @Test
    void bombs_of_depth_length_and_aliases_are_refused_at_once() {
        String deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
        String bomb = """
                a: &a [x,x,x,x,x,x,x,x,x,x]
                b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]
                """;
        String large = "{\"a\":\"" + "x".repeat(2_000_000) + "\"}";

        assertThat(catchThrowableOfType(InvalidInput.class, () -> DocumentText.json(text(deep))))
                .isNotNull();
        assertThat(catchThrowableOfType(InvalidInput.class, () -> DocumentText.yaml(text(deep))))
                .isNotNull();
        assertThat(catchThrowableOfType(InvalidInput.class, () -> DocumentText.json(text(large))))
                .isNotNull();
        assertThat(catchThrowableOfType(InvalidInput.class, () -> DocumentText.yaml(text(bomb))))
                .hasMessageContaining("alias");
    }

    @Test
    void any_text_is_read_or_refused() throws IOException {
        Random random = new Random(20_000);
        String alphabet = "ab:-[]{},\"'#&*!|>%@`\n\t 01.e~?\\";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                DocumentText.yaml(text(text.toString()));
                DocumentText.json(text(text.toString()));
            } catch (InvalidInput refused) {
                assertThat(refused.flaws()).isNotEmpty();
            }
        }
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
