package dev.heir.integration.persistence;

import dev.heir.integration.access.Acting;
import dev.heir.integration.access.Visit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/** Tells PostgreSQL who does what this transaction does: its triggers write the audit log. */
final class Doer {

    private Doer() {}

    /** What says it for the rest of the transaction; the parameter stands for who it is. */
    static String set(String parameter) {
        return "set_config('integration.actor', " + parameter + ", true)";
    }

    static String of(Acting acting) {
        Visit visit = acting.visit();
        return JsonTree.write(Map.of(
                "name", visit.actor().name(),
                "role", visit.actor().role().name(),
                "how", visit.actor().how().name(),
                "source", visit.source()));
    }

    static void tell(Connection connection, Acting acting) throws SQLException {
        try (PreparedStatement statement = Database.prepared(connection, "select " + set("?"), of(acting))) {
            statement.execute();
        }
    }
}
