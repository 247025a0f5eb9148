package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code Link} header as it is, and as nobody should send it. */
class PageReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "</a>; rel=next|/a",
                "</a>; rel=\"prev\", </b>; rel=\"last next\"; title=\"a, <c>\"|/b",
                "<<</a>; rel=next|/a"
            })
    void the_next_page_is_found(String header, String next) {
        assertThat(PageReader.link(List.of(header))).contains(next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<>; rel=next", "</a>; rel=prev", "</a>; title=\"; rel=next\"", "</a"})
    void no_next_page_is_made_up(String header) {
        assertThat(PageReader.link(List.of(header))).isEmpty();
    }

    @Test
    @Timeout(10)
    void a_header_that_goes_on_and_on_is_read_like_any_other() {
        for (String endless : List.of(
                "<".repeat(64_000), "</a>" + ";b=\"c\"".repeat(20_000), "</a>\"", "</a>;" + "b".repeat(64_000))) {
            assertThat(PageReader.link(List.of(endless + ", </n>; rel=next")))
                    .isIn(List.of(Optional.of("/n"), Optional.empty()));
        }
    }
}
