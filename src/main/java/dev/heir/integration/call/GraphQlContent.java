package dev.heir.integration.call;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.strike.GraphQlErrors;
import dev.heir.integration.strike.Inside;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.Unpacked;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Reads what a GraphQL answer says of itself: its errors, what it cost and what is left. The data is passed over.
 *
 * <p>Costs are Shopify's {@code extensions.cost} ("API limits": a bucket that refills) and GitHub's {@code rateLimit},
 * where the query asks for it ("Rate limits and query limits for the GraphQL API": so many points an hour).
 */
final class GraphQlContent {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int LOOKED_AT = 16 * 1024 * 1024;

    private static final double FAR = Duration.ofDays(1).toSeconds();

    private final Reply.Responded reply;
    private final List<GraphQlErrors.One> errors = new ArrayList<>();
    private GraphQlErrors.Data data = GraphQlErrors.Data.ABSENT;
    private JsonNode cost = JSON.missingNode();
    private JsonNode rateLimit = JSON.missingNode();
    private Optional<Instant> retryAt = Optional.empty();

    private GraphQlContent(Reply.Responded reply) {
        this.reply = reply;
    }

    /** Nothing where the content is no GraphQL answer. */
    static Inside read(Reply.Responded reply) {
        GraphQlContent content = new GraphQlContent(reply);
        try (JsonParser parser = JSON.createParser(Unpacked.beginning(reply, LOOKED_AT))) {
            return parser.nextToken() == JsonToken.START_OBJECT ? content.all(parser) : Inside.NOTHING;
        } catch (IOException | IllegalArgumentException notJson) {
            return Inside.NOTHING;
        }
    }

    private Inside all(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "errors" -> errors(JSON.readTree(parser));
                case "data" -> data(parser);
                case "extensions" -> extensions(JSON.readTree(parser));
                default -> parser.skipChildren();
            }
        }
        return GraphQlErrors.inside(reply.status(), errors, data, taken(), budget(), retryAt.or(this::roomAt));
    }

    private void errors(JsonNode said) {
        for (JsonNode error : said) {
            JsonNode more = error.path("extensions");
            JsonNode status = more.path("http").path("status");
            errors.add(new GraphQlErrors.One(
                    Stream.of(more.path("code"), error.path("type"), more.path("classification"))
                            .filter(JsonNode::isTextual)
                            .map(JsonNode::textValue)
                            .toList(),
                    status.isInt() ? OptionalInt.of(status.intValue()) : OptionalInt.empty(),
                    error.path("message").asText("")));
            whole(more.path("retry_in_seconds")).ifPresent(seconds -> retryAt = Optional.of(in((double) seconds)));
        }
    }

    /** Whether there is anything, and the one member that tells of limits. */
    private void data(JsonParser parser) throws IOException {
        data = GraphQlErrors.Data.NOTHING;
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("rateLimit") && value == JsonToken.START_OBJECT) {
                rateLimit = JSON.readTree(parser);
            } else {
                data = value == JsonToken.VALUE_NULL ? data : GraphQlErrors.Data.SOME;
                parser.skipChildren();
            }
        }
    }

    private void extensions(JsonNode said) {
        cost = said.path("cost");
    }

    private OptionalLong taken() {
        OptionalLong shopify = whole(cost.path("actualQueryCost"));
        return shopify.isPresent() ? shopify : whole(rateLimit.path("cost"));
    }

    private Optional<Inside.Points> budget() {
        OptionalLong left = whole(rateLimit.path("remaining"));
        Optional<Instant> reset = instant(rateLimit.path("resetAt").asText(""));
        if (left.isPresent() && reset.isPresent()) {
            return Optional.of(new Inside.Points(whole(rateLimit.path("limit")), left.getAsLong(), reset.get(), false));
        }
        JsonNode bucket = cost.path("throttleStatus");
        OptionalLong most = whole(bucket.path("maximumAvailable"));
        OptionalLong now = whole(bucket.path("currentlyAvailable"));
        double rate = bucket.path("restoreRate").asDouble(0);
        return most.isPresent() && now.isPresent() && rate > 0
                ? Optional.of(new Inside.Points(
                        most, now.getAsLong(), in((double) (most.getAsLong() - now.getAsLong()) / rate), true))
                : Optional.empty();
    }

    /** When the bucket holds what was asked for. */
    private Optional<Instant> roomAt() {
        OptionalLong wanted = whole(cost.path("requestedQueryCost"));
        JsonNode bucket = cost.path("throttleStatus");
        OptionalLong now = whole(bucket.path("currentlyAvailable"));
        double rate = bucket.path("restoreRate").asDouble(0);
        return wanted.isPresent() && now.isPresent() && rate > 0 && wanted.getAsLong() > now.getAsLong()
                ? Optional.of(in((double) (wanted.getAsLong() - now.getAsLong()) / rate))
                : Optional.empty();
    }

    private Instant in(double seconds) {
        return reply.at().plusMillis((long) Math.ceil(Math.clamp(seconds, 0.0, FAR) * 1000));
    }

    private static OptionalLong whole(JsonNode number) {
        return number.isNumber() && number.doubleValue() >= 0 && number.doubleValue() < 1e15
                ? OptionalLong.of((long) Math.ceil(number.doubleValue()))
                : OptionalLong.empty();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeParseException noDate) {
            return Optional.empty();
        }
    }
}
