package dev.heir.integration.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.heir.integration.provider.Body;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Puts a body into a JSON document without changing a digit of it. */
final class JsonText {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonText() {}

    /** The body as a JSON value: itself when it is JSON, a string when it is text; empty when it is neither. */
    static Optional<String> embed(String type, Body body) {
        if (!MediaTypes.isJson(type) && !MediaTypes.isText(type)) {
            return Optional.empty();
        }
        return utf8(body).map(text -> MediaTypes.isJson(type) ? value(text) : quoted(text));
    }

    /** Strictly: what is written in another charset, as JSON may not be (RFC 8259, section 8.1), is neither. */
    private static Optional<String> utf8(Body body) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.bytes()))
                    .toString());
        } catch (CharacterCodingException otherCharset) {
            return Optional.empty();
        }
    }

    /** A byte order mark is passed over by whoever reads JSON by itself, but breaks the document around it. */
    private static String value(String text) {
        String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return isOneValue(json) ? json : quoted(text);
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /** Read through once: what is not well-formed, or more than one value, would break the document around it. */
    private static boolean isOneValue(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }
}
