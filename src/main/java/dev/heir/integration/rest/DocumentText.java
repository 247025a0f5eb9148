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
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Turns the text of a document into a tree.
 *
 * <p>Stricter than either format: a key may stand once, YAML's aliases are refused (ten of them can unfold to a
 * billion values), and nothing is deeper or longer than a person writes. What is refused is not quoted: the text may be
 * a credential's.
 */
final class DocumentText {

    /** What a person writes. */
    private static final DocumentText WRITTEN = new DocumentText(32, 1_000_000, 1_000_000);

    /** What a tool writes for a large provider; GitHub's OpenAPI document has 260,000 values and is 22 deep. */
    private static final DocumentText GENERATED = new DocumentText(64, DocumentSize.LARGEST_OF_PROVIDERS, 1_000_000);

    private final int deepest;
    private final int longest;
    private final int most;
    private final JsonFactory json;
    private final YAMLFactory yaml;

    private DocumentText(int deepest, int longest, int most) {
        this.deepest = deepest;
        this.longest = longest;
        this.most = most;
        StreamReadConstraints bounds = StreamReadConstraints.builder()
                .maxNestingDepth(deepest)
                .maxDocumentLength(longest)
                .maxStringLength(longest)
                .build();
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(longest);
        this.json = JsonFactory.builder().streamReadConstraints(bounds).build();
        this.yaml = YAMLFactory.builder()
                .streamReadConstraints(bounds)
                .loaderOptions(options)
                .build();
    }

    static Document json(InputStream text) throws IOException {
        return new Document(WRITTEN.read(WRITTEN.json, "JSON", text));
    }

    static Document yaml(InputStream text) throws IOException {
        return new Document(WRITTEN.read(WRITTEN.yaml, "YAML", text));
    }

    static GeneratedDocument generatedJson(InputStream text) throws IOException {
        return new GeneratedDocument(GENERATED.read(GENERATED.json, "JSON", text));
    }

    static GeneratedDocument generatedYaml(InputStream text) throws IOException {
        return new GeneratedDocument(GENERATED.read(GENERATED.yaml, "YAML", text));
    }

    private Map<String, Object> read(JsonFactory format, String name, InputStream text) throws IOException {
        byte[] bytes = text.readNBytes(longest + 1);
        if (bytes.length > longest) {
            throw new InvalidInput("document", "more", "must be at most " + longest + " bytes long");
        }
        try (JsonParser parser = format.createParser(bytes)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw new InvalidInput("document", JsonKind.of(first), "must be a map of keys and values in " + name);
            }
            Map<String, Object> tree = new Tree(parser, most).map("");
            if (parser.nextToken() != null) {
                throw new InvalidInput("document", "more than one", "must be a single one");
            }
            return tree;
        } catch (JsonProcessingException malformed) {
            String where = malformed.getLocation() == null
                    ? ""
                    : " at line " + malformed.getLocation().getLineNr() + ", column "
                            + malformed.getLocation().getColumnNr();
            throw new InvalidInput(
                    "document", "unreadable" + where, "must be well-formed " + name + ", at most " + deepest + " deep");
        }
    }

    /** Builds it, value by value, until there are too many: a few bytes each can take a hundred in memory. */
    private static final class Tree {
        private final JsonParser parser;
        private final int most;
        private int values;

        Tree(JsonParser parser, int most) {
            this.parser = parser;
            this.most = most;
        }

        @SuppressWarnings("NullAway") // null is a value here, and a flaw for whoever reads the document
        Map<String, Object> map(String path) throws IOException {
            Map<String, Object> map = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                String where = path.isEmpty() ? key : path + "." + key;
                parser.nextToken();
                if (map.containsKey(key)) {
                    throw new InvalidInput(where, "twice", "must stand once");
                }
                map.put(key, value(where));
            }
            return map;
        }

        @SuppressWarnings("NullAway") // as above
        private List<Object> list(String path) throws IOException {
            List<Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(path + "[" + list.size() + "]"));
            }
            return list;
        }

        private @Nullable Object value(String path) throws IOException {
            if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
                throw new InvalidInput(path, "an alias", "must be written out: aliases are not followed");
            }
            if (++values > most) {
                throw new InvalidInput("document", "more", "must have at most " + most + " values");
            }
            return switch (parser.currentToken()) {
                case START_OBJECT -> map(path);
                case START_ARRAY -> list(path);
                case VALUE_NUMBER_INT -> parser.getNumberValue();
                case VALUE_NUMBER_FLOAT -> decimal(path);
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NULL -> null;
                default -> parser.getText();
            };
        }

        /** Exact, so that 0.1 stays 0.1. */
        private Object decimal(String path) throws IOException {
            try {
                return parser.getDecimalValue();
            } catch (NumberFormatException notOne) {
                throw new InvalidInput(path, "no number", "must be a number that can be written out");
            }
        }
    }
}
