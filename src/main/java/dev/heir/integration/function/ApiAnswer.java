package dev.heir.integration.function;

import dev.heir.integration.provider.Body;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A response as the API Gateway reads it (payload format 2.0, where {@code cookies} are the Set-Cookie lines). */
@RegisterForReflection
record ApiAnswer(
        int statusCode, Map<String, String> headers, List<String> cookies, String body, boolean isBase64Encoded) {

    static ApiAnswer of(int status, Map<String, String> headers, List<String> cookies, Body body) {
        try {
            // A decoder of its own, because it refuses what is no UTF-8; what it accepts comes out as the same bytes.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.bytes()))
                    .toString();
            return new ApiAnswer(status, headers, cookies, text, false);
        } catch (CharacterCodingException binary) {
            return new ApiAnswer(status, headers, cookies, Base64.getEncoder().encodeToString(body.bytes()), true);
        }
    }
}
