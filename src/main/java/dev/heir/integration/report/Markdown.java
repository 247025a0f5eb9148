package dev.heir.integration.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A report as Markdown: a heading for each section, a table for each list. */
@Singleton
public final class Markdown {

    /** What is no section of its own. */
    private static final Set<String> HEAD = Set.of("generatedAt", "since", "ownTrouble", "abridged");

    private final ObjectMapper json;

    Markdown(ObjectMapper json) {
        this.json = json;
    }

    public String write(DomainReport report) {
        JsonNode tree = json.valueToTree(report);
        StringBuilder text = new StringBuilder("# Integration report\n\nFrom ")
                .append(tree.get("since").asText())
                .append(" to ")
                .append(tree.get("generatedAt").asText())
                .append(".\n");
        if (tree.get("ownTrouble").asBoolean()) {
            text.append(
                            "\n**Nobody outside answers: our own network seems down. What is said of providers outside it is what")
                    .append(" was known before.**\n");
        }
        for (Map.Entry<String, JsonNode> section : tree.properties()) {
            if (!HEAD.contains(section.getKey())) {
                text.append("\n## ").append(heading(section.getKey())).append("\n\n");
                section(text, section.getValue());
                tree.path("abridged").path(section.getKey()).asText("").lines().forEach(shown -> text.append('\n')
                        .append("Shown: ")
                        .append(shown)
                        .append(".\n"));
            }
        }
        return text.toString();
    }

    private static void section(StringBuilder text, JsonNode value) {
        if (value.isArray()) {
            table(text, value);
        } else if (value.isObject()) {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                text.append("- ")
                        .append(heading(field.getKey()))
                        .append(": ")
                        .append(cell(field.getValue()))
                        .append('\n');
            }
        } else {
            text.append(cell(value)).append('\n');
        }
    }

    private static void table(StringBuilder text, JsonNode rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> row.fieldNames().forEachRemaining(columns::add));
        text.append(columns.stream().map(Markdown::heading).collect(Collectors.joining(" | ", "| ", " |\n")));
        text.append(columns.stream().map(column -> "---").collect(Collectors.joining(" | ", "| ", " |\n")));
        for (JsonNode row : rows) {
            text.append(columns.stream()
                    .map(column -> cell(row.path(column)))
                    .collect(Collectors.joining(" | ", "| ", " |\n")));
        }
    }

    /** One line, in which nothing ends the table's cell or begins markup. */
    private static String cell(JsonNode value) {
        String text = value.isArray()
                ? StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining("; "))
                : value.asText();
        return text.replaceAll("\\s+", " ").replaceAll("([|<>\\[\\]*`\\\\])", "\\\\$1");
    }

    /** {@code orbtStatus} reads 'Orbt status'; words in capitals stay. */
    private static String heading(String name) {
        if (name.equals(name.toUpperCase(Locale.ROOT))) {
            return name;
        }
        String words = name.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
