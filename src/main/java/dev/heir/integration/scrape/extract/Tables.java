package dev.heir.integration.scrape.extract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** The tables of data on a page; tables that only lay the page out are left out. */
public final class Tables {

    private static final int MOST_TABLES = 100;
    private static final int MOST_ROWS = 5_000;

    /** HTML's own limit is 1,000; a page of many such cells would still be larger than its bytes by far. */
    private static final int MOST_COLUMNS = 200;

    private static final int LONGEST_CELL = 2_000;

    private Tables() {}

    /** @param mostText how many characters of cells are kept over all tables of the page */
    public static List<Table> of(Document document, int mostText) {
        List<Table> tables = new ArrayList<>();
        int left = mostText;
        for (Element table : document.select("table")) {
            if (tables.size() >= MOST_TABLES || isLayout(table)) {
                continue;
            }
            Grid grid = new Grid(left);
            grid.read(table);
            left = grid.left;
            grid.table(table).ifPresent(tables::add);
        }
        return List.copyOf(tables);
    }

    private static boolean isLayout(Element table) {
        String role = table.attr("role");
        return role.equals("presentation")
                || role.equals("none")
                || table.selectFirst("table table, form, textarea") != null
                || table.parents().stream().anyMatch(VisibleText::isHidden)
                || VisibleText.isHidden(table);
    }

    /** Cells in their places, spans unrolled. */
    private static final class Grid {

        private final List<TreeMap<Integer, String>> cells = new ArrayList<>();
        private final List<Boolean> heading = new ArrayList<>();
        private int left;
        private int width;

        Grid(int left) {
            this.left = left;
        }

        void read(Element table) {
            List<Element> rows = table.select("tr").stream()
                    .filter(row -> table.equals(row.closest("table")))
                    .limit(MOST_ROWS)
                    .toList();
            rows.forEach(row -> {
                cells.add(new TreeMap<>());
                heading.add(isHeading(row));
            });
            for (int y = 0; y < rows.size(); y++) {
                int x = 0;
                for (Element cell : rows.get(y).children()) {
                    if (cell.nameIs("td") || cell.nameIs("th")) {
                        x = place(cell, y, x, groupEnd(rows, y));
                    }
                }
            }
        }

        /** A span ends with its group of rows. */
        private static int groupEnd(List<Element> rows, int y) {
            int end = y + 1;
            while (end < rows.size()
                    && Objects.equals(rows.get(end).parent(), rows.get(y).parent())) {
                end++;
            }
            return end;
        }

        private int place(Element cell, int y, int from, int groupEnd) {
            int x = from;
            while (cells.get(y).containsKey(x)) {
                x++;
            }
            int columns = Math.clamp(number(cell.attr("colspan"), 1), 1, MOST_COLUMNS);
            int below = number(cell.attr("rowspan"), 1);
            int end = below == 0 ? groupEnd : Math.min(groupEnd, y + Math.max(1, below));
            String whole = VisibleText.of(cell);
            String text = whole.length() <= LONGEST_CELL ? whole : whole.substring(0, LONGEST_CELL);
            for (int row = y; row < end; row++) {
                for (int column = x; column < Math.min(x + columns, MOST_COLUMNS); column++) {
                    if (left > text.length() && cells.get(row).putIfAbsent(column, text) == null) {
                        left -= text.length() + 1;
                        width = Math.max(width, column + 1);
                    }
                }
            }
            return x + columns;
        }

        private static int number(String text, int otherwise) {
            try {
                return Integer.parseInt(text.strip());
            } catch (NumberFormatException none) {
                return otherwise;
            }
        }

        private static boolean isHeading(Element row) {
            boolean inHead = row.parent() != null && row.parent().nameIs("thead");
            List<Element> own = row.children();
            return inHead || (!own.isEmpty() && own.stream().allMatch(cell -> cell.nameIs("th")));
        }

        /** One column or one row is a list or a frame, unless the page says what its columns are. */
        Optional<Table> table(Element element) {
            int first = 0;
            while (first < heading.size() && heading.get(first)) {
                first++;
            }
            List<List<String>> rows = IntStream.range(first, cells.size())
                    .filter(y -> !heading.get(y))
                    .mapToObj(y -> row(cells.get(y)))
                    .filter(row -> row.stream().anyMatch(text -> !text.isEmpty()))
                    .toList();
            List<String> headers = headers(first);
            boolean data = headers.isEmpty() ? rows.size() >= 2 && width >= 2 : !rows.isEmpty();
            if (!data) {
                return Optional.empty();
            }
            Optional<String> caption = element.children().stream()
                    .filter(child -> child.nameIs("caption"))
                    .map(VisibleText::of)
                    .filter(text -> !text.isEmpty())
                    .findFirst();
            return Optional.of(new Table(caption, headers, rows));
        }

        private List<String> row(Map<Integer, String> row) {
            List<String> texts = new ArrayList<>(Collections.nCopies(width, ""));
            row.forEach(texts::set);
            return texts;
        }

        /** Several heading rows name a column together: "2025 Sales". */
        private List<String> headers(int rows) {
            if (rows == 0) {
                return List.of();
            }
            return IntStream.range(0, width)
                    .mapToObj(x -> String.join(
                            " ",
                            IntStream.range(0, rows)
                                    .mapToObj(y -> cells.get(y).getOrDefault(x, ""))
                                    .filter(text -> !text.isEmpty())
                                    .distinct()
                                    .toList()))
                    .toList();
        }
    }
}
