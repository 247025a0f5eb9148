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
        if (MediaTypes.isJson(type) && isOneValue(body)) {
            return Optional.of(body.text());
        }
        if (!MediaTypes.isJson(type) && !MediaTypes.isText(type)) {
            return Optional.empty();
        }
        try {
            CharSequence text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body.bytes()));
            return Optional.of('"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"');
        } catch (CharacterCodingException otherCharset) {
            return Optional.empty();
        }
    }

    /** Read through once: what is not well-formed, or more than one value, would break the document around it. */
    private static boolean isOneValue(Body body) {
        try (JsonParser parser = JSON.createParser(body.bytes())) {
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
