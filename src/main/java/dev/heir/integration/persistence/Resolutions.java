package dev.heir.integration.persistence;

import dev.heir.integration.health.CaseState;
import dev.heir.integration.health.Escalation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/** A case that is over: closed, kept as knowledge, and the provider in training, in one transaction. */
final class Resolutions {

    private Resolutions() {}

    static void write(Connection connection, UUID id, Escalation about, CaseState.Resolved done) throws SQLException {
        try (PreparedStatement close = connection.prepareStatement("""
                        UPDATE escalation SET status = 'RESOLVED', resolved_by = ?, resolved_at = ?, resolution = ?
                        WHERE id = ?
                        """);
                PreparedStatement keep = connection.prepareStatement("""
                        INSERT INTO resolution (escalation, provider, signature, resolved_by, resolved_at, resolution,
                            remedy)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """);
                PreparedStatement train = connection.prepareStatement("""
                        WITH trained AS (
                            UPDATE standing s SET phase = 'TRAIN', since = ?
                            WHERE provider = ? AND phase <> 'TRAIN' AND colour <> 'RED' AND NOT EXISTS (
                                SELECT FROM escalation e WHERE e.provider = s.provider AND e.status <> 'RESOLVED')
                            RETURNING provider, since, colour, phase, reasons
                        )
                        INSERT INTO standing_change (provider, at, colour, phase, reasons) SELECT * FROM trained
                        """)) {
            close.setString(1, Stored.text(done.by()));
            close.setObject(2, Columns.time(done.at()));
            close.setString(3, Stored.text(done.resolution()));
            close.setObject(4, id);
            close.executeUpdate();

            keep.setObject(1, id);
            keep.setString(2, about.provider());
            keep.setString(3, about.signature().orElse(null));
            keep.setString(4, Stored.text(done.by()));
            keep.setObject(5, Columns.time(done.at()));
            keep.setString(6, Stored.text(done.resolution()));
            keep.setString(7, done.remedy().map(Enum::name).orElse(null));
            keep.executeUpdate();

            train.setObject(1, Columns.time(done.at()));
            train.setString(2, about.provider());
            train.executeUpdate();
        }
    }
}
