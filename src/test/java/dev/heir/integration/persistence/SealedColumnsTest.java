package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.credential.DataKeys;
import dev.heir.integration.credential.SealedRows.Row;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.Body;
import io.agroal.api.AgroalDataSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SealedColumnsTest {

    /** Bytes that are not sealed, and why. Whoever adds a column of bytes says here what it is, or there how it is sealed. */
    private static final Set<String> NOT_SEALED = Set.of(
            "project_key.hash", // of a key of 256 random bits
            "staff_key.hash",
            "session.hash",
            "data_key.wrapped", // by the master
            "cached_answer.body",
            "kept_answer.body", // what providers said, our credentials masked
            "caller_key.body",
            "deferred_answer.body",
            "parked_call.body", // what callers sent
            "recorded_request.body");

    @AutoClose
    private static final TestDatabase POSTGRES = TestDatabase.create();

    private static final AgroalDataSource POOL = POSTGRES.pool(2);

    private final Database database = new Database(POOL);
    private final SealedColumns columns = new SealedColumns(database);

    @Test
    void every_column_of_bytes_is_sealed_anew_or_is_known_to_hold_nothing_sealed() {
        Set<String> there = new TreeSet<>(database.list(row -> row.getString(1), """
                SELECT table_name || '.' || column_name FROM information_schema.columns
                WHERE table_schema = 'public' AND data_type = 'bytea'
                    AND table_name NOT IN (SELECT inhrelid::regclass::text FROM pg_inherits)
                """));
        Set<String> listed = SealedColumns.ALL.stream()
                .map(SealedColumns.Column::place)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(there).containsAll(listed);
        there.removeAll(listed);
        assertThat(there)
                .as("sealed: SealedColumns.ALL; else: the list of this test")
                .containsExactlyInAnyOrderElementsOf(NOT_SEALED);
    }

    @Test
    void all_that_is_under_another_key_is_found_page_by_page_counted_and_replaced_only_as_it_was_read() {
        UUID key = UUID.randomUUID();
        UUID old = UUID.randomUUID();
        for (int i = 0; i < 5; i++) {
            database.update(
                    "INSERT INTO credential (id, kind, version, sealed, token) VALUES (?, 'bearer', ?, ?, ?)",
                    "c" + i,
                    i,
                    sealed(i == 0 ? key : old),
                    i < 3 ? sealed(old) : null);
        }
        database.update(
                "INSERT INTO connection (state_hash, credential, sealed, expires_at) VALUES ('s', 'c', ?, now())",
                new byte[] {1, 2, 3});

        database.update(
                "INSERT INTO session (hash, issuer, subject, name, role, role_values, id_token, ends_at)"
                        + " VALUES (?, 'i', 'ada', 'n', 'ADMIN', '{}', ?, now())",
                new byte[] {7},
                sealed(old));

        database.update("INSERT INTO monitor (id, document) VALUES ('chairs', '{}')");
        database.update(
                "INSERT INTO monitor_secret (id, monitor, sealed) VALUES (?, 'chairs', ?)",
                UUID.randomUUID(),
                sealed(old));

        List<Row> found = new ArrayList<>();
        Optional<Row> last = Optional.empty();
        List<Row> page = columns.notUnder(key, last, 3);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(3);
            found.addAll(page);
            last = Optional.of(page.getLast());
            page = columns.notUnder(key, last, 3);
        }
        assertThat(found)
                .extracting(row -> row.place() + " " + (row.id().length() == 36 ? "" : row.id() + " ") + row.purpose())
                .containsExactly(
                        "credential.sealed c1 credential/c1/settings",
                        "credential.sealed c2 credential/c2/settings",
                        "credential.sealed c3 credential/c3/settings",
                        "credential.sealed c4 credential/c4/settings",
                        "credential.token c0 credential/c0/token",
                        "credential.token c1 credential/c1/token",
                        "credential.token c2 credential/c2/token",
                        "connection.sealed s connection/s",
                        "session.id_token session/ada",
                        "monitor_secret.sealed monitor/chairs/notices");
        assertThat(columns.counts())
                .isEqualTo(Map.of(Optional.of(key), 1L, Optional.of(old), 9L, Optional.empty(), 1L));

        Row token = found.get(4);
        assertThat(columns.replace(token, Body.of(sealed(key)))).isTrue();
        assertThat(columns.replace(token, Body.of(sealed(key))))
                .as("as it was read before")
                .isFalse();
        assertThat(columns.replace(found.getLast(), Body.of(sealed(key)))).isTrue();
        assertThat(columns.counts()).containsEntry(Optional.of(key), 3L);
    }

    private static byte[] sealed(UUID key) {
        return Arrays.copyOf(DataKeys.header(key), 60);
    }
}
