package dev.heir.integration.scrape.extract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/** JSON that pages carry in scripts, read as forgivingly as search engines do: half of it is written by templates. */
final class EmbeddedJson {

    private static final String LINKED_DATA = "script[type~=(?i)^\\s*application/ld\\+json]";
    private static final String STATE = "script[type~=(?i)^\\s*application/json]";
    private static final int MOST_BLOCKS = 100;
    private static final Pattern WRAPPING = Pattern.compile(
            "^\\s*(<!--|(//|/\\*)?\\s*<!\\[CDATA\\[\\s*(\\*/)?)|(-->|(//|/\\*)?\\s*]]>\\s*(\\*/)?)\\s*;?\\s*$");

    private static final JsonMapper READER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(200).build())
                    .build())
            .enable(
                    JsonReadFeature.ALLOW_JAVA_COMMENTS,
                    JsonReadFeature.ALLOW_TRAILING_COMMA,
                    JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
                    JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER,
                    JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private EmbeddedJson() {}

    static List<JsonNode> linkedData(Document document) {
        return blocks(document, LINKED_DATA);
    }

    /** What a script of the page starts from, such as {@code __NEXT_DATA__}. */
    static List<JsonNode> state(Document document) {
        return blocks(document, STATE);
    }

    private static List<JsonNode> blocks(Document document, String selector) {
        List<JsonNode> blocks = new ArrayList<>();
        for (Element script : document.select(selector)) {
            if (blocks.size() >= MOST_BLOCKS) {
                break;
            }
            String text = WRAPPING.matcher(script.data().strip()).replaceAll("").strip();
            List<JsonNode> found = read(text)
                    .or(() -> read(Parser.unescapeEntities(text, false)))
                    .orElse(List.of());
            blocks.addAll(found);
        }
        return blocks;
    }

    /** Also several documents one after the other; empty when it is none. */
    static Optional<List<JsonNode>> read(String text) {
        if (text.isBlank()) {
            return Optional.of(List.of());
        }
        List<JsonNode> documents = new ArrayList<>();
        try (JsonParser parser = READER.createParser(text)) {
            for (JsonNode next = READER.readTree(parser); next != null; next = READER.readTree(parser)) {
                documents.add(next);
            }
            return Optional.of(documents);
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }
}
