package dev.heir.integration.rest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.heir.integration.provider.InvalidInput;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what callers write: a key that stands twice is a flaw, since one of its values would be passed over in silence, and
 * so is {@code "true"} for {@code true}. What providers write is read as leniently as they write it.
 */
@Singleton
final class StrictJson {

    private final ObjectMapper json;

    StrictJson(ObjectMapper lenient) {
        this.json = lenient.copy().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        json.coercionConfigFor(LogicalType.Boolean)
                .setCoercion(CoercionInputShape.String, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
    }

    /**
     * What is refused is not quoted: the text may hold a secret.
     *
     * @return null where there is nothing, or JSON's null
     * @throws InvalidInput that names the key and what is wrong with it
     */
    <T> @Nullable T read(InputStream text, Class<T> type) throws IOException {
        try (JsonParser parser = json.getFactory().createParser(text)) {
            return parser.nextToken() == null ? null : read(parser, type);
        } catch (JsonProcessingException unreadable) {
            throw new InvalidInput("document", "unreadable" + where(unreadable), "must be well-formed JSON");
        }
    }

    private <T> @Nullable T read(JsonParser parser, Class<T> type) throws IOException {
        try {
            return json.readValue(parser, type);
        } catch (MismatchedInputException mismatched) {
            throw mismatch(mismatched, parser);
        } catch (JsonProcessingException refused) {
            if (refused.getOriginalMessage().startsWith("Duplicate field '")) {
                throw new InvalidInput(path(parser.getParsingContext()), "twice", "must stand once");
            }
            throw refused;
        }
    }

    /** A value of another kind than its key has. */
    private static InvalidInput mismatch(MismatchedInputException mismatched, JsonParser parser) throws IOException {
        String path = mismatched.getPath().stream()
                .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
        Class<?> wanted = mismatched.getTargetType();
        String value = wanted == Boolean.class && parser.currentToken() == JsonToken.VALUE_STRING
                ? parser.getText()
                : JsonKind.of(parser.currentToken()) + where(mismatched);
        return new InvalidInput(path.isEmpty() ? "document" : path, value, "must be " + kind(wanted));
    }

    private static String kind(@Nullable Class<?> wanted) {
        if (wanted == Boolean.class) {
            return "true or false";
        }
        if (wanted != null && Collection.class.isAssignableFrom(wanted)) {
            return "a list";
        }
        return wanted == String.class ? "text" : "a map of keys and values";
    }

    private static String where(JsonProcessingException unreadable) {
        JsonLocation at = unreadable.getLocation();
        return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static String path(JsonStreamContext at) {
        String above = at.getParent() == null ? "" : path(at.getParent());
        if (at.inArray()) {
            return above + "[" + at.getCurrentIndex() + "]";
        }
        String name = at.getCurrentName() == null ? "" : at.getCurrentName();
        return above.isEmpty() || name.isEmpty() ? above + name : above + "." + name;
    }
}
