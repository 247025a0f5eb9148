package dev.heir.integration.persistence;

import dev.heir.integration.provider.DprId;
import dev.heir.integration.scrape.Message;
import dev.heir.integration.scrape.MessageCases;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Symptom;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** One case for all messages that cannot be read, until a person has looked: who sends one mostly sends more. */
@Singleton
final class MessageCaseRows implements MessageCases {

    /** The case names the first ones and counts the others. */
    private static final int MOST_NAMED = 20;

    private static final int LONGEST_REASON = 500;
    private static final String QUEUE = "scrape-queue";

    private final Database database;

    MessageCaseRows(Database database) {
        this.database = database;
    }

    @Override
    public void open(String project, Message message, String reason) {
        String told = "message " + message.id() + " cannot be read: "
                + reason.substring(0, Math.min(reason.length(), LONGEST_REASON))
                + "; it is in the dead-letter queue, send it again as it should be";
        var _ = database.transact(connection -> {
            DprId id = DprSteps.take(
                            connection, project, List.of(new DprSteps.Wanted(ScrapeTable.KIND, ScrapeTable.TOOL)))
                    .getFirst();
            return Database.update(
                    connection,
                    """
                    INSERT INTO escalation AS e (cause, pattern, symptom, triggers, project, provider, operation,
                        occurrences, first_call, first_dpr_id, recommendations, attempted)
                    VALUES (?, ?, ?, ARRAY[?], ?, ?, 'receive', 1, ?, ?, jsonb_build_array(?::text), '[]')
                    ON CONFLICT (cause) WHERE status <> 'RESOLVED' DO UPDATE
                    SET occurrences = e.occurrences + 1, last_seen_at = excluded.last_seen_at,
                        recommendations = CASE WHEN jsonb_array_length(e.recommendations) < ?
                            THEN e.recommendations || excluded.recommendations ELSE e.recommendations END
                    WHERE NOT e.recommendations @> excluded.recommendations
                    """,
                    Stored.key("messages:" + project),
                    Symptom.FORMAT_CHANGE.pattern().name(),
                    Symptom.FORMAT_CHANGE.name(),
                    EscalationTrigger.STRIKE_THREE.name(),
                    project,
                    QUEUE,
                    UUID.randomUUID(),
                    id.toString(),
                    Stored.text(told),
                    MOST_NAMED);
        });
    }
}
