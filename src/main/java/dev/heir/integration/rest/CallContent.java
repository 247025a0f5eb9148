package dev.heir.integration.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Flaw;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a typed call sends, in whichever of the ways its caller wrote it down. */
final class CallContent {

    private final Map<String, String> sent;
    private final List<Flaw> flaws;

    /** @param sent headers, to which the content's type is added where its caller gave none */
    CallContent(Map<String, String> sent, List<Flaw> flaws) {
        this.sent = sent;
        this.flaws = flaws;
    }

    Body of(CallDocument call) {
        boolean graphQl = call.query != null || call.variables != null || call.operationName != null;
        List<String> ways = Stream.of(
                        call.body == null || call.body.isNull() ? "" : "body",
                        call.bodyBase64 == null ? "" : "bodyBase64",
                        call.form == null ? "" : "form",
                        call.multipart == null ? "" : "multipart",
                        call.xml == null ? "" : "xml",
                        graphQl ? call.query != null ? "query" : "variables" : "")
                .filter(way -> !way.isEmpty())
                .toList();
        if (ways.size() > 1) {
            flaws.add(new Flaw(
                    ways.getLast(), "[not shown]", "either " + String.join(" or ", ways) + ": a request has one body"));
            return Body.EMPTY;
        }
        return switch (ways.isEmpty() ? "" : ways.getFirst()) {
            case "bodyBase64" -> binary(String.valueOf(call.bodyBase64));
            case "form" -> form(call.form);
            case "multipart" -> new MultipartForm(flaws).body(call.multipart, sent);
            case "xml" -> {
                typed("application/xml; charset=utf-8");
                yield Body.of(String.valueOf(call.xml));
            }
            case "query", "variables" -> graphQl(call);
            case "body" -> text(call.body);
            default -> Body.EMPTY;
        };
    }

    private Body text(@Nullable JsonNode body) {
        if (body == null) {
            return Body.EMPTY;
        }
        String type = type().orElse("application/json");
        if (body.isTextual() && !MediaTypes.isJson(type)) {
            return Body.of(body.textValue());
        }
        typed(type);
        return Body.of(body.toString());
    }

    private Body binary(String base64) {
        Optional<byte[]> bytes = decoded(base64);
        if (bytes.isEmpty()) {
            flaws.add(new Flaw("bodyBase64", "[not shown]", "is not Base64 (RFC 4648, section 4)"));
        }
        return bytes.map(Body::of).orElse(Body.EMPTY);
    }

    static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** As browsers send one (URL standard, section 5.2); a list of values is the same name several times. */
    private Body form(@Nullable Map<String, JsonNode> fields) {
        StringJoiner form = new StringJoiner("&");
        (fields == null ? Map.<String, JsonNode>of() : fields).forEach((name, value) -> {
            if (value != null && value.isArray() && !value.isEmpty()) {
                value.forEach(one -> field(form, name, one));
            } else {
                field(form, name, value);
            }
        });
        typed("application/x-www-form-urlencoded");
        return Body.of(form.toString());
    }

    private void field(StringJoiner form, String name, @Nullable JsonNode value) {
        if (value == null || !value.isValueNode() || value.isNull()) {
            flaws.add(new Flaw(
                    "form." + name, "[not shown]", "must be text, a number, a boolean, or a list of such values"));
        } else {
            form.add(URLEncoder.encode(name, StandardCharsets.UTF_8) + "="
                    + URLEncoder.encode(value.asText(), StandardCharsets.UTF_8));
        }
    }

    /** GraphQL over HTTP, section 5.1. */
    private Body graphQl(CallDocument call) {
        ObjectNode asked = JsonNodeFactory.instance.objectNode();
        if (call.query != null) {
            asked.put("query", call.query);
        }
        if (call.operationName != null) {
            asked.put("operationName", call.operationName);
        }
        if (call.variables != null) {
            asked.set("variables", call.variables);
        }
        typed("application/json");
        return Body.of(asked.toString());
    }

    private Optional<String> type() {
        return sent.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("content-type"))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private void typed(String type) {
        if (type().isEmpty()) {
            sent.put("content-type", type);
        }
    }
}
