package dev.heir.integration.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heir.integration.provider.InvalidInput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"abc|abc", "\"abc\"|abc", "  \"a c\" |a c", "\"a\\\"c\\\\\"|a\"c\\", "\"open|\"open"})
    void quoted_or_bare_it_is_the_same_key(String header, String key) {
        assertThat(IdempotencyKey.read(header)).contains(key);
    }

    @Test
    void without_the_header_there_is_no_key() {
        assertThat(IdempotencyKey.read(null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\"\"", "a\tb", "schlüssel"})
    void what_can_be_no_key_is_refused_and_not_repeated(String header) {
        assertThatThrownBy(() -> IdempotencyKey.read(header))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("[not shown]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"%s\"", "\"%s", "%s", "\"\\%s\""})
    void one_that_goes_on_and_on_is_refused_like_any_other(String header) {
        for (String piece : List.of("k", "\\\\", "\\\"")) {
            String endless = header.formatted(piece.repeat(100_000));
            assertThatThrownBy(() -> IdempotencyKey.read(endless)).isInstanceOf(InvalidInput.class);
        }
    }

    @Test
    void a_key_has_at_most_255_characters() {
        assertThat(IdempotencyKey.read("k".repeat(255))).isPresent();
        assertThatThrownBy(() -> IdempotencyKey.read("k".repeat(256))).isInstanceOf(InvalidInput.class);
    }
}
