package dev.heir.integration.scrape.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TablesTest {

    @Test
    void headers_of_several_rows_and_spans_are_unrolled() {
        Table table = only("""
                <table><caption>Sales</caption>
                <thead><tr><th rowspan=2>Shop<th colspan=2>2025</tr><tr><th>Units<th>Money</tr></thead>
                <tr><td rowspan=2>North<td>1<td>10</tr><tr><td>2<td>20</tr>
                <tr><td colspan=3>all</tr></table>""");

        assertThat(table.caption()).hasValue("Sales");
        assertThat(table.headers()).containsExactly("Shop", "2025 Units", "2025 Money");
        assertThat(table.rows())
                .containsExactly(
                        List.of("North", "1", "10"), List.of("North", "2", "20"), List.of("all", "all", "all"));
    }

    @Test
    void a_row_of_heading_cells_is_the_header_and_a_table_without_one_has_none() {
        assertThat(only("<table><tr><th>A<th>B<tr><td>1<td>2</table>").headers())
                .containsExactly("A", "B");
        Table bare = only("<table><tr><th>Weight<td>2 kg<tr><th>Colour<td>red</table>");
        assertThat(bare.headers()).isEmpty();
        assertThat(bare.rows()).containsExactly(List.of("Weight", "2 kg"), List.of("Colour", "red"));
    }

    @Test
    void tables_that_lay_the_page_out_are_left_out() {
        assertThat(tables("<table role=presentation><tr><td>1<td>2<tr><td>3<td>4</table>"))
                .isEmpty();
        assertThat(tables("<table><tr><td>frame<td><table><tr><th>A<th>B<tr><td>1<td>2</table></table>"))
                .extracting(Table::headers)
                .containsExactly(List.of("A", "B"));
        assertThat(tables("<table><tr><td>one<tr><td>column</table>")).isEmpty();
        assertThat(tables("<div hidden><table><tr><th>A<tr><td>1</table></div>"))
                .isEmpty();
    }

    @Test
    void spans_that_promise_millions_of_cells_cost_bounded_room() {
        String row = "<tr><td colspan=1000 rowspan=65534>" + "x".repeat(2000) + "</td></tr>";
        List<Table> tables = tables("<table>" + row.repeat(300) + "</table>");
        int kept = tables.stream()
                .flatMap(table -> table.rows().stream())
                .flatMap(List::stream)
                .mapToInt(String::length)
                .sum();
        assertThat(kept).isLessThanOrEqualTo(100_000);
    }

    private static Table only(String html) {
        return tables(html).getFirst();
    }

    private static List<Table> tables(String html) {
        return Tables.of(Pages.page(html), 100_000);
    }
}
