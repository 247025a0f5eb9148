package dev.heir.integration.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.call.Answer;
import dev.heir.integration.call.CallRecord;
import dev.heir.integration.call.Source;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.DprId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Answers of calls that were deferred and are finished. What the ledger's row says already is not kept twice. */
final class DeferredAnswers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DeferredAnswers() {}

    static void keep(Connection connection, CallRecord call, Answer answer) throws SQLException {
        ObjectNode document = JSON.createObjectNode();
        document.put("source", answer.source().name());
        document.put("status", answer.status());
        document.set("headers", HeadersDocument.of(answer.headers()));
        document.put("age", answer.age().toString());
        answer.endpoint().ifPresent(endpoint -> document.put("endpoint", Stored.text(endpoint)));
        document.put("took", answer.took().toString());
        document.put("detail", Stored.text(answer.detail()));
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO deferred_answer (call, received_at, document, body) VALUES (?, ?, CAST(? AS jsonb), ?)
                """)) {
            statement.setObject(1, call.id());
            statement.setObject(2, LedgerInsert.time(call));
            statement.setString(3, document.toString());
            statement.setBytes(4, answer.body().bytes());
            statement.executeUpdate();
        }
    }

    static Optional<Answer> find(Connection connection, DprId id, CallRecord call) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT document, body FROM deferred_answer WHERE call = ? AND received_at = ?")) {
            statement.setObject(1, call.id());
            statement.setObject(2, LedgerInsert.time(call));
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(answer(id, call, row.getString(1), Body.of(row.getBytes(2))))
                        : Optional.empty();
            }
        }
    }

    private static Answer answer(DprId id, CallRecord call, String text, Body body) {
        try {
            JsonNode document = JSON.readTree(text);
            return new Answer(
                    id,
                    Source.valueOf(document.path("source").asText()),
                    document.path("status").asInt(),
                    HeadersDocument.read(document.path("headers")),
                    body,
                    Duration.parse(document.path("age").asText()),
                    call.cost(),
                    call.strikes(),
                    Optional.ofNullable(document.get("endpoint")).map(JsonNode::asText),
                    Duration.parse(document.path("took").asText()),
                    document.path("detail").asText());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a deferred answer is not JSON", e);
        }
    }
}
