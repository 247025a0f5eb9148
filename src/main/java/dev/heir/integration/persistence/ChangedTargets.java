package dev.heir.integration.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Which addresses were changed by requests with an effect, and when, by the database's clock: an answer that was asked
 * for before is not kept after, whichever instance asked, and whether or not anything of that provider was kept until
 * then.
 */
final class ChangedTargets {

    /** What was asked for longer ago is not kept at all: nobody would know of a change. */
    static final Duration REMEMBERED = Duration.ofMinutes(5);

    /**
     * Comes before the statement that keeps, which then sees what was changed by those it waited for; and those that
     * change it now wait for this one, and see what it kept.
     */
    static final String KEEPING = "SELECT pg_advisory_xact_lock_shared(hashtextextended(?, 0));";

    static final String UNCHANGED = """
            AND NOT EXISTS (SELECT FROM changed_target WHERE target = ? AND changed_at >= ?)""";

    private ChangedTargets() {}

    /** One round trip: the locks, in one order for everybody, and then all that is kept or about to be. */
    static void change(Connection connection, String... targets) throws SQLException {
        try (PreparedStatement statement = Database.prepared(connection, """
                SELECT pg_advisory_xact_lock(one) FROM (
                    SELECT DISTINCT hashtextextended(target, 0) AS one FROM unnest(?) AS target ORDER BY 1) AS locks;
                WITH changed AS (
                    INSERT INTO changed_target AS c (target, changed_at)
                    SELECT target, clock_timestamp() FROM unnest(?) AS target
                    ON CONFLICT (target) DO UPDATE SET changed_at = greatest(c.changed_at, excluded.changed_at)
                ), late AS (
                    DELETE FROM cache_claim WHERE target = ANY (?)
                )
                DELETE FROM cached_answer WHERE target = ANY (?) AND NOT in_need_only""", targets, targets, targets, targets)) {
            statement.execute();
        }
    }

    /** Leaves those alone that are being changed anew. */
    static void clean(Connection connection) throws SQLException {
        Database.update(connection, """
                DELETE FROM changed_target WHERE target IN (
                    SELECT target FROM changed_target WHERE changed_at < clock_timestamp() - ? * interval '1 second'
                    LIMIT 10000 FOR UPDATE SKIP LOCKED)""", 2 * REMEMBERED.toSeconds());
    }
}
