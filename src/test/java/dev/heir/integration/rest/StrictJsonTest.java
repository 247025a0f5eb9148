package dev.heir.integration.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    private final StrictJson json = new StrictJson(new ObjectMapper());

    private BatchDocument batch(String text) throws IOException {
        return Objects.requireNonNull(
                json.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), BatchDocument.class));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"deadline":"1s","deadline":"2s"}                                                | deadline
            {"calls":[{"provider":"a"},{"provider":"a","provider":"b"}]}                     | calls[1].provider
            {"calls":[{"headers":{"a":"1","a":"2"}}]}                                        | calls[0].headers.a
            {"calls":[{"body":{"list":[{"amount":1,"amount":100}]}}]}                        | calls[0].body.list[0].amount
            """)
    void a_key_that_stands_twice_is_named(String text, String path) {
        assertThatThrownBy(() -> batch(text))
                .isInstanceOfSatisfying(InvalidInput.class, invalid -> assertThat(invalid.flaws())
                        .containsExactly(new Flaw(path, "twice", "must stand once")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"true\"", "1", "\"\""})
    void what_stands_for_true_or_false_is_neither_text_nor_a_number(String value) {
        assertThatThrownBy(() -> batch("{\"calls\":[{\"defer\":" + value + "}]}"))
                .isInstanceOfSatisfying(InvalidInput.class, invalid -> assertThat(invalid.flaws())
                        .extracting(Flaw::path, Flaw::reason)
                        .containsExactly(tuple("calls[0].defer", "must be true or false")));
    }

    @Test
    void a_key_that_nobody_knows_is_told_with_what_stands_there_unless_that_may_be_a_secret() throws IOException {
        BatchDocument batch =
                batch("{\"dedline\":3,\"cals\":[],\"key\":\"io_secret\",\"calls\":[{\"provider\":\"a\"}]}");
        assertThatThrownBy(() -> batch.read(Optional.empty(), 10))
                .isInstanceOfSatisfying(InvalidInput.class, invalid -> assertThat(invalid.flaws())
                        .isEqualTo(List.of(
                                new Flaw("cals", "a list", "is not a key of a batch: did you mean 'calls'?"),
                                new Flaw("dedline", "3", "is not a key of a batch: did you mean 'deadline'?"),
                                new Flaw("key", "[not shown]", "is not a key of a batch: calls, deadline are"))));
    }
}
