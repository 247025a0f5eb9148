package dev.heir.integration.persistence;

import dev.heir.integration.assign.ProviderFacts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What the sweep left about a provider, and what people still have to do about it. */
final class HealthEvidence {

    /** Who asks when the sweep probes. */
    private static final String PROBER = "orchestrator";

    private HealthEvidence() {}

    static Optional<ProviderFacts.Standing> standing(Connection connection, String provider) throws SQLException {
        try (PreparedStatement query = Asked.of(
                        connection, "SELECT colour, window_until, reasons FROM standing WHERE provider = ?", provider);
                ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            List<String> reasons = Columns.texts(row, "reasons");
            return Optional.of(new ProviderFacts.Standing(
                    row.getString("colour"),
                    Columns.instant(row, "window_until"),
                    reasons.isEmpty() ? "all well" : String.join("; ", reasons)));
        }
    }

    static Optional<ProviderFacts.Probed> probe(Connection connection, String provider) throws SQLException {
        try (PreparedStatement query = Asked.of(
                        connection,
                        "SELECT c.project, c.kind, c.tool, c.step, c.received_at, c.status, c.symptom, "
                                + LedgerEvidence.ANSWERED_WELL + " AS green FROM call c"
                                + " WHERE c.project = ? AND c.provider = ?"
                                + " AND c.received_at > now() - interval '7 days'"
                                + " ORDER BY c.received_at DESC LIMIT 1",
                        PROBER,
                        provider);
                ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            String symptom =
                    Columns.maybeText(row, "symptom").map(name -> ", " + name).orElse("");
            return Optional.of(new ProviderFacts.Probed(
                    row.getBoolean("green"),
                    Columns.instant(row, "received_at"),
                    "status " + row.getInt("status") + symptom + ", " + LedgerEvidence.dprId(row)));
        }
    }

    static Optional<String> openEscalation(Connection connection, String provider) throws SQLException {
        try (PreparedStatement query = Asked.of(
                        connection,
                        "SELECT id FROM escalation WHERE provider = ? AND status <> 'RESOLVED'"
                                + " ORDER BY opened_at LIMIT 1",
                        provider);
                ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }
}
