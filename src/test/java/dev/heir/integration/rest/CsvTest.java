package dev.heir.integration.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=HYPERLINK(\"http://evil.example\")",
                "+1+cmd|' /C calc'!A0",
                "-2+3",
                "@SUM(A1)",
                "\t=1+1",
                "  =1+1",
                "\u00a0=1",
                "\uff1d1+1",
                "\r=1",
                "\u200b=1",
                "|calc",
                "- a bullet"
            })
    void what_a_spreadsheet_would_run_has_an_apostrophe_before_it(String text) {
        assertThat(Csv.row(List.of(text))).matches("(?s)\"?'.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-12.50", "+4", "1,234.50", "12 USD", "a=b", "2026-11-23", "49,99"})
    void numbers_and_plain_text_stay_as_they_are(String text) {
        assertThat(Csv.row(List.of(text)).replace("\"", "")).isEqualTo(text + "\r\n");
    }

    @Test
    void quotes_commas_and_new_lines_stay_inside_of_their_cell() {
        assertThat(Csv.row(List.of("a\"b", "c,d", "e\nf", "", "g"))).isEqualTo("\"a\"\"b\",\"c,d\",\"e\nf\",,g\r\n");
    }

    @Property(tries = 300)
    void a_row_has_as_many_cells_as_it_was_given(@ForAll List<String> cells) {
        String row = Csv.row(cells);
        int separators = 0;
        boolean quoted = false;
        for (int i = 0; i < row.length() - 2; i++) {
            if (row.charAt(i) == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                assertThat(row.charAt(i)).isNotIn('\r', '\n');
                separators += row.charAt(i) == ',' ? 1 : 0;
            }
        }
        assertThat(quoted).isFalse();
        assertThat(separators).isEqualTo(Math.max(0, cells.size() - 1));
    }
}
