package dev.heir.integration.persistence;

import dev.heir.integration.assign.ProviderFacts;
import dev.heir.integration.provider.DprId;
import dev.heir.integration.strike.Symptom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What the ledger tells of a project's use of a provider. It looks a week back and no further: what was true before
 * says nothing of today, and older days need not be read.
 */
final class LedgerEvidence {

    /** The provider itself answered; what the caller got wrong is an answer too. */
    private static final String ANSWERED = "c.source IN ('LIVE', 'ALTERNATIVE_ENDPOINT')";

    /** The provider itself answered, and well. */
    static final String ANSWERED_WELL = ANSWERED + " AND (c.status = 101 OR c.status BETWEEN 200 AND 399)";

    private LedgerEvidence() {}

    static Optional<ProviderFacts.Seen> live(Connection connection, String project, String provider)
            throws SQLException {
        try (PreparedStatement query = Asked.of(
                        connection, """
                        SELECT c.project, c.kind, c.tool, c.step, c.received_at FROM call c
                        WHERE c.project = ? AND c.provider = ? AND c.received_at > now() - interval '7 days'
                            AND\s""" + ANSWERED_WELL + " ORDER BY c.received_at DESC LIMIT 1", project, provider);
                ResultSet row = query.executeQuery()) {
            return row.next()
                    ? Optional.of(new ProviderFacts.Seen(dprId(row), Columns.instant(row, "received_at")))
                    : Optional.empty();
        }
    }

    /**
     * Anyone's: the credential is the provider's, whoever uses it. A 503, a 429 or a 404 may come from something in front
     * of whoever looks at credentials, so only a good answer shows that it was accepted, and only a refusal that it was not.
     */
    static Optional<ProviderFacts.Signed> signed(Connection connection, String provider) throws SQLException {
        String refusal = Symptom.AUTHENTICATION_FAILURE.name();
        try (PreparedStatement query = Asked.of(connection, """
                        SELECT c.project, c.kind, c.tool, c.step, a.started_at, a.credential,
                            a.symptom IS NOT DISTINCT FROM ? AS refused
                        FROM attempt a JOIN call c ON c.id = a.call AND c.received_at = a.received_at
                        WHERE a.provider = ? AND a.credential IS NOT NULL
                            AND ((a.status = 101 OR a.status BETWEEN 200 AND 399) OR a.symptom = ?)
                            AND a.received_at > now() - interval '7 days' AND c.received_at > now() - interval '7 days'
                        ORDER BY a.received_at DESC, a.number DESC LIMIT 1
                        """, refusal, provider, refusal);
                ResultSet row = query.executeQuery()) {
            return row.next()
                    ? Optional.of(new ProviderFacts.Signed(
                            dprId(row),
                            Columns.instant(row, "started_at"),
                            row.getString("credential"),
                            row.getBoolean("refused")))
                    : Optional.empty();
        }
    }

    /** Without those that came fresh from the cache: they say nothing of the provider. */
    static ProviderFacts.Traffic lastDay(Connection connection, String project, String provider) throws SQLException {
        try (PreparedStatement query = Asked.of(
                        connection,
                        "SELECT count(*) AS calls, count(*) FILTER (WHERE " + ANSWERED + ") AS answered"
                                + " FROM call c WHERE c.project = ? AND c.provider = ?"
                                + " AND c.received_at > now() - interval '24 hours'"
                                + " AND c.source IS DISTINCT FROM 'CACHED'",
                        project,
                        provider);
                ResultSet row = query.executeQuery()) {
            row.next();
            return new ProviderFacts.Traffic(row.getLong("calls"), row.getLong("answered"));
        }
    }

    static String dprId(ResultSet row) throws SQLException {
        return new DprId(row.getString("project"), row.getString("kind"), row.getString("tool"), row.getLong("step"))
                .toString();
    }
}
