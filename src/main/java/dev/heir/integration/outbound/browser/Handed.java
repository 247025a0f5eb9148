package dev.heir.integration.outbound.browser;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.strike.Reply;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/** Answers that the browser gets from us, as if a website had given them. */
final class Handed {

    private static final int NO_CONTENT = 204;

    /** They are about the connection it came over, or would make the browser ask for more than the page does. */
    private static final Set<String> NOT_HANDED_ON = Set.of(
            "content-encoding",
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "trailer",
            "link",
            "alt-svc",
            "refresh",
            "report-to",
            "reporting-endpoints",
            "nel",
            "content-disposition");

    private Handed() {}

    /**
     * The website answered already: nobody is asked for the page twice.
     *
     * @param quietly whether none of its scripts runs
     */
    static ObjectNode of(Wish wish, Reply.Responded given, boolean quietly) {
        ObjectNode answer = answer(wish, given.status()).put("reasonPhrase", "OK");
        ArrayNode headers = answer.putArray("headers");
        given.headers().forEach((name, values) -> {
            if (!NOT_HANDED_ON.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
                values.forEach(value -> header(headers, name, value));
            }
        });
        if (quietly) {
            header(headers, "content-security-policy", "script-src 'none'");
        }
        answer.putObject("body")
                .put("type", "base64")
                .put("value", Base64.getEncoder().encodeToString(given.body().bytes()));
        return answer;
    }

    /** The tab stays where it is. Without a body, if only an empty one, Chromium takes it for leave to ask the website. */
    static ObjectNode nothing(Wish wish) {
        ObjectNode answer = answer(wish, NO_CONTENT);
        answer.putObject("body").put("type", "string").put("value", "");
        return answer;
    }

    private static void header(ArrayNode headers, String name, String value) {
        headers.addObject()
                .put("name", name)
                .putObject("value")
                .put("type", "string")
                .put("value", value);
    }

    private static ObjectNode answer(Wish wish, int status) {
        return JsonNodeFactory.instance.objectNode().put("request", wish.id()).put("statusCode", status);
    }
}
