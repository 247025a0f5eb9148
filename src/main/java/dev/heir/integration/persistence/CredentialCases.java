package dev.heir.integration.persistence;

import dev.heir.integration.provider.DprId;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Symptom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Case files of credentials whose token endpoint said no for good, in the transaction that notes the refusal. */
final class CredentialCases {

    private static final String KIND = "authentication_setup";

    /** A credential belongs to no project; its case's DPR id is counted under this one. */
    private static final String PROJECT = "orchestrator";

    private CredentialCases() {}

    /**
     * Opens the credential's case; there is never a second one beside it.
     *
     * @param inDoubt whether an exchange before this one ended unseen: its answer may have held the token that would count
     */
    static void open(Connection connection, String credential, String reason, boolean inDoubt) throws SQLException {
        DprId id = DprSteps.take(connection, PROJECT, List.of(new DprSteps.Wanted(KIND, credential)))
                .getFirst();
        String advice = "the token endpoint of credential '" + credential + "' refuses it for good (" + reason + ")"
                + (inDoubt
                        ? "; an instance asked it before and ended before the answer was kept, which may have used up the refresh token"
                        : "")
                + ": connect it again with POST /v1/credentials/" + credential
                + "/connect where a person signs in, else put it with secrets that are in force";
        Database.update(
                connection,
                """
                INSERT INTO escalation AS e (cause, pattern, symptom, triggers, project, provider, operation, occurrences,
                    first_call, first_dpr_id, recommendations, attempted)
                VALUES (?, ?, ?, ARRAY[?], ?, ?, 'token', 1, ?, ?, jsonb_build_array(?::text), '[]')
                ON CONFLICT (cause) WHERE status <> 'RESOLVED' DO UPDATE
                SET occurrences = e.occurrences + 1, last_seen_at = excluded.last_seen_at,
                    recommendations = excluded.recommendations
                """,
                cause(credential),
                Symptom.AUTHENTICATION_FAILURE.pattern().name(),
                Symptom.AUTHENTICATION_FAILURE.name(),
                EscalationTrigger.CRITICAL_DEPENDENCY_FAILURE.name(),
                PROJECT,
                credential,
                UUID.randomUUID(),
                id.toString(),
                advice);
    }

    /** A token came all the same: nobody has to do anything. */
    static void close(Connection connection, String credential) throws SQLException {
        Database.update(connection, """
                UPDATE escalation SET status = 'RESOLVED', resolved_by = 'orchestrator', resolved_at = clock_timestamp(),
                    resolution = 'The credential has a token again.'
                WHERE cause = ? AND status <> 'RESOLVED'
                """, cause(credential));
    }

    private static String cause(String credential) {
        return Stored.key("credential:" + credential);
    }
}
