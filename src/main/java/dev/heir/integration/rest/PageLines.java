package dev.heir.integration.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.rest.ScrapeDocument.PageDocument;
import dev.heir.integration.scrape.Content;
import dev.heir.integration.scrape.Scrape;
import dev.heir.integration.scrape.ScrapeArchive;
import dev.heir.integration.scrape.extract.Extracted;
import dev.heir.integration.scrape.extract.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the pages of a scrape are written, one after the other. */
sealed interface PageLines {

    String JSONL = "application/jsonl";

    String type();

    /** What stands before the first page. */
    String head();

    String line(Scrape.Entry entry);

    /** @param names of all that was asked for */
    static PageLines of(String format, ScrapeArchive.Names names, ObjectMapper json) {
        return switch (format) {
            case "jsonl" -> new Jsonl(json);
            case "csv" -> new Rows(names);
            default -> throw new InvalidInput("format", format, "must be jsonl or csv");
        };
    }

    /** All that is known of a page, with {@code cursor}, behind which the list goes on. */
    record Jsonl(ObjectMapper json) implements PageLines {

        @Override
        public String type() {
            return JSONL;
        }

        @Override
        public String head() {
            return "";
        }

        @Override
        public String line(Scrape.Entry entry) {
            ObjectNode line = json.valueToTree(PageDocument.of(entry));
            line.put("cursor", Page.cursor(Long.toString(entry.position())));
            try {
                return json.writeValueAsString(line) + "\n";
            } catch (JsonProcessingException bug) {
                throw new IllegalStateException("a page cannot be written", bug);
            }
        }
    }

    /** What fits a table: the values and fields asked for, several of one name on lines of their own in one cell. */
    record Rows(ScrapeArchive.Names names) implements PageLines {

        @Override
        public String type() {
            return Csv.TYPE + "; charset=utf-8; header=present";
        }

        @Override
        public String head() {
            List<String> cells =
                    new ArrayList<>(List.of("url", "state", "at", "status", "fetchedAt", "reason", "title", "cursor"));
            names.values().forEach(name -> cells.add("value." + name));
            for (String name : names.fields()) {
                cells.add("field." + name);
                if (names.money().contains(name)) {
                    cells.add("field." + name + ".unit");
                }
            }
            if (!names.fields().isEmpty()) {
                cells.add("kept");
            }
            return Csv.row(cells);
        }

        @Override
        public String line(Scrape.Entry entry) {
            PageDocument page = PageDocument.of(entry);
            Map<String, List<String>> values =
                    page.content().map(Content::values).orElse(Map.of());
            List<String> cells = new ArrayList<>(List.of(
                    page.url().toString(),
                    page.state(),
                    text(page.at()),
                    text(page.status()),
                    text(page.fetchedAt()),
                    text(page.reason()),
                    page.content().flatMap(Content::title).orElse(""),
                    Page.cursor(Long.toString(entry.position()))));
            names.values().forEach(name -> cells.add(String.join("\n", values.getOrDefault(name, List.of()))));
            page.content()
                    .flatMap(Content::extracted)
                    .map(Extracted::fields)
                    .or(() -> Optional.of(Map.of()))
                    .filter(_ -> !names.fields().isEmpty())
                    .ifPresent(fields -> addFields(fields, cells));
            return Csv.row(cells);
        }

        private void addFields(Map<String, Value> fields, List<String> cells) {
            for (String name : names.fields()) {
                Optional<Value> field = Optional.ofNullable(fields.get(name));
                cells.add(field.map(value -> value.all().isEmpty() ? value.text() : String.join("\n", value.all()))
                        .orElse(""));
                if (names.money().contains(name)) {
                    cells.add(field.flatMap(Value::unit).orElse(""));
                }
            }
            cells.add(names.fields().stream()
                    .filter(name -> fields.containsKey(name) && fields.get(name).kept())
                    .collect(Collectors.joining("\n")));
        }

        private static String text(Optional<?> some) {
            return some.map(Object::toString).orElse("");
        }
    }
}
