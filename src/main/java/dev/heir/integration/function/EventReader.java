package dev.heir.integration.function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.heir.integration.provider.Body;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells the events apart by what only one kind has. Read from the tree and not by the AWS event classes: those lose
 * {@code detail-type} of a scheduled event, and need reflection in a native image.
 */
final class EventReader {

    private EventReader() {}

    static Event read(JsonNode json) {
        if (json.hasNonNull("requestContext")) {
            return api(json);
        }
        if (json.hasNonNull("Records")) {
            return queue(json.get("Records"));
        }
        if (json.hasNonNull("detail-type")) {
            return new Event.Schedule(
                    json.path("id").asText(), json.path("time").asText());
        }
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        throw new Event.Unknown(
                "an event must be of the API Gateway (requestContext), of SQS (Records) or of EventBridge (detail-type);"
                        + " this one has " + names);
    }

    private static Event.Api api(JsonNode json) {
        Map<String, String> headers = new LinkedHashMap<>();
        json.path("headers")
                .properties()
                .forEach(header -> headers.put(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue().asText()));
        List<String> cookies = new ArrayList<>();
        json.path("cookies").forEach(cookie -> cookies.add(cookie.asText()));
        String body = json.path("body").asText("");
        return new Event.Api(
                json.at("/requestContext/http/method").asText(),
                json.path("rawPath").asText(),
                json.path("rawQueryString").asText(""),
                headers,
                cookies,
                json.path("isBase64Encoded").asBoolean() ? decoded(body) : Body.of(body),
                json.at("/requestContext/http/sourceIp").asText(""));
    }

    private static Body decoded(String body) {
        try {
            return Body.of(Base64.getDecoder().decode(body));
        } catch (IllegalArgumentException notBase64) {
            throw new Event.Unknown("the body of an event says that it is Base64, and is not");
        }
    }

    private static Event.Queue queue(JsonNode records) {
        List<Event.Message> messages = new ArrayList<>();
        for (JsonNode record : records) {
            if (!record.path("eventSource").asText().equals("aws:sqs")) {
                throw new Event.Unknown("records must come from aws:sqs, one came from "
                        + record.path("eventSource").asText());
            }
            messages.add(new Event.Message(
                    record.path("messageId").asText(),
                    record.path("body").asText(),
                    record.path("receiptHandle").asText("")));
        }
        return new Event.Queue(messages);
    }
}
