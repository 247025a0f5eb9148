package dev.heir.integration.rest;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rows of RFC 4180 that a spreadsheet opens as what they are: text from websites is never run as a formula. */
final class Csv {

    static final String TYPE = "text/csv";

    /**
     * What a spreadsheet may take for the beginning of a formula or of a command (OWASP, CSV injection), also behind white
     * space and in full width.
     */
    private static final Pattern FORMULA =
            Pattern.compile("[\\s\\p{Z}\\p{Cf}]*[=+\\-@|%\uFF1D\uFF0B\uFF0D\uFF20].*", Pattern.DOTALL);

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,40}(?:[.,]\\d{1,40}){0,9}");
    private static final Pattern TO_QUOTE = Pattern.compile(".*[\",;\\t\\r\\n'].*|\\s.*|.*\\s", Pattern.DOTALL);

    private Csv() {}

    /** One row with its end. */
    static String row(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        boolean runs = (FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches())
                || text.startsWith("\t")
                || text.startsWith("\r")
                || text.startsWith("\n");
        String plain = runs ? "'" + text : text;
        return TO_QUOTE.matcher(plain).matches() ? '"' + plain.replace("\"", "\"\"") + '"' : plain;
    }
}
