package dev.heir.integration.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.heir.integration.provider.InvalidInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the text of a document into a tree.
 *
 * <p>Stricter than either format: a key may stand once, YAML's aliases are refused (ten of them can unfold to a
 * billion values), and nothing is deeper or longer than a person writes. What is refused is not quoted: the text may be
 * a credential's.
 */
final class DocumentText {

    private static final int DEEPEST = 32;
    private static final int LONGEST = 1_000_000;

    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxDocumentLength(LONGEST)
            .maxStringLength(LONGEST)
            .build();
    private static final JsonFactory JSON =
            JsonFactory.builder().streamReadConstraints(BOUNDS).build();
    private static final YAMLFactory YAML =
            YAMLFactory.builder().streamReadConstraints(BOUNDS).build();

    private DocumentText() {}

    static Document json(InputStream text) throws IOException {
        return read(JSON, "JSON", text);
    }

    static Document yaml(InputStream text) throws IOException {
        return read(YAML, "YAML", text);
    }

    private static Document read(JsonFactory format, String name, InputStream text) throws IOException {
        byte[] bytes = text.readNBytes(LONGEST + 1);
        if (bytes.length > LONGEST) {
            throw new InvalidInput("document", "more", "must be at most " + LONGEST + " bytes long");
        }
        try (JsonParser parser = format.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidInput("document", "something else", "must be a map of keys and values in " + name);
            }
            Map<String, Object> tree = map(parser, "");
            if (parser.nextToken() != null) {
                throw new InvalidInput("document", "more than one", "must be a single one");
            }
            return new Document(tree);
        } catch (JsonProcessingException malformed) {
            String where = malformed.getLocation() == null
                    ? ""
                    : " at line " + malformed.getLocation().getLineNr() + ", column "
                            + malformed.getLocation().getColumnNr();
            throw new InvalidInput(
                    "document", "unreadable" + where, "must be well-formed " + name + ", at most " + DEEPEST + " deep");
        }
    }

    @SuppressWarnings("NullAway") // null is a value here, and a flaw for whoever reads the document
    private static Map<String, Object> map(JsonParser parser, String path) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String where = path.isEmpty() ? key : path + "." + key;
            parser.nextToken();
            if (map.containsKey(key)) {
                throw new InvalidInput(where, "twice", "must stand once");
            }
            map.put(key, value(parser, where));
        }
        return map;
    }

    @SuppressWarnings("NullAway") // as above
    private static List<Object> list(JsonParser parser, String path) throws IOException {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser, path + "[" + list.size() + "]"));
        }
        return list;
    }

    private static @Nullable Object value(JsonParser parser, String path) throws IOException {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw new InvalidInput(path, "an alias", "must be written out: aliases are not followed");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> map(parser, path);
            case START_ARRAY -> list(parser, path);
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> decimal(parser, path);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    /** Exact, so that 0.1 stays 0.1. */
    private static Object decimal(JsonParser parser, String path) throws IOException {
        try {
            return parser.getDecimalValue();
        } catch (NumberFormatException notOne) {
            throw new InvalidInput(path, "no number", "must be a number that can be written out");
        }
    }
}
