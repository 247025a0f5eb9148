package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heir.integration.call.Ledger.LedgerUnavailable;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.scrape.Order;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.ScrapeRequest;
import io.agroal.api.AgroalDataSource;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class DatabaseTest {

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource pool = own.pool(4);
    private static final Database database = new Database(pool);

    @Test
    void scraping_while_postgresql_is_down_says_so_and_is_no_bug() {
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setServerNames(new String[] {"127.0.0.1"});
        nobody.setPortNumbers(new int[] {1});
        ScrapeTable scrapes = new ScrapeTable(new Database(nobody));

        assertThatExceptionOfType(LedgerUnavailable.class)
                .isThrownBy(() -> scrapes.submit(
                        "shop",
                        new ScrapeRequest(
                                List.of(PageUrl.parse("https://example.com/")), Order.of(Map.of()), Optional.empty()),
                        Optional.empty()));
    }

    @Test
    void a_statement_that_is_wrong_itself_is_a_bug_and_no_outage() {
        assertThatThrownBy(() -> database.update("INSERT INTO no_such_table VALUES (1)"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no_such_table");
    }

    @Test
    void a_rollback_that_fails_does_not_hide_why_there_was_one() {
        IllegalArgumentException cause = new IllegalArgumentException("the work's own reason");

        assertThatThrownBy(() -> database.transact(connection -> {
                    int backend = Database.first(connection, row -> row.getInt(1), "SELECT pg_backend_pid()")
                            .orElseThrow();
                    var _ = database.first(row -> row.getBoolean(1), "SELECT pg_terminate_backend(?, 10000)", backend);
                    throw cause;
                }))
                .isSameAs(cause)
                .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasOnlyElementsOfType(SQLException.class));
    }

    @Test
    void a_transaction_that_fails_leaves_nothing_and_a_connection_that_can_be_used() {
        assertThatThrownBy(() -> database.transact(connection -> {
                    var _ = Database.update(
                            connection, "INSERT INTO probe_turn (provider, next_at) VALUES ('undone', now())");
                    throw new IllegalArgumentException("changed my mind");
                }))
                .hasMessage("changed my mind");

        assertThat(database.first(row -> row.getInt(1), "SELECT 1 FROM probe_turn WHERE provider = 'undone'"))
                .isEmpty();
    }
}
