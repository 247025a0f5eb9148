package dev.heir.integration.persistence;

import dev.heir.integration.credential.CredentialVault;
import dev.heir.integration.provider.Body;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Sealed credentials in PostgreSQL, and the lease by which one instance at a time gets a new token. */
@ApplicationScoped
class CredentialTable implements CredentialVault {

    /** Somebody waits for a token at another instance: a twentieth of a second more is not felt beside its request. */
    private static final Duration POLL = Duration.ofMillis(50);

    private final Catalogue catalogue;
    private final EntityManager entities;
    private final Clock clock;
    private final View<Map<String, Entry>> view;

    CredentialTable(Catalogue catalogue, EntityManager entities, Clock clock) {
        this.catalogue = catalogue;
        this.entities = entities;
        this.clock = clock;
        this.view = new View<>(clock, () -> catalogue.revision(Catalogue.CREDENTIALS), this::load);
    }

    @Override
    public Map<String, Entry> all() {
        return view.get();
    }

    @Override
    public Optional<Entry> current(String id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> CredentialRow.<CredentialRow>findByIdOptional(id).map(CredentialTable::entry));
    }

    @Override
    public void awaitChange(String id, long tokenVersion, Duration atMost) {
        Instant end = clock.instant().plus(atMost);
        while (clock.instant().isBefore(end) && isLeased(id, tokenVersion)) {
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public List<Entry> page(Optional<String> after, int size) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> CredentialRow.<CredentialRow>find("id > ?1", Sort.by("id"), after.orElse(""))
                                .page(Page.ofSize(size))
                                .stream()
                                .map(CredentialTable::entry)
                                .toList());
    }

    @Override
    public boolean put(String id, String kind, Body sealed) {
        boolean isNew = QuarkusTransaction.requiringNew().call(() -> {
            long version = catalogue.advance(Catalogue.CREDENTIALS);
            // The holder of a lease for the old settings loses it, so that its token is not stored for the new ones.
            return (boolean) entities.createNativeQuery("""
                            insert into credential (id, kind, version, sealed) values (?1, ?2, ?3, ?4)
                            on conflict (id) do update set
                                kind = excluded.kind, version = excluded.version, sealed = excluded.sealed,
                                token = null, token_version = credential.token_version + 1, token_expires_at = null,
                                refresh_after = null, lease_holder = null, lease_until = null, retry_after = null,
                                refused = null, updated_at = clock_timestamp()
                            returning xmax = 0""")
                    .setParameter(1, id)
                    .setParameter(2, kind)
                    .setParameter(3, version)
                    .setParameter(4, sealed.bytes())
                    .getSingleResult();
        });
        view.forget();
        return isNew;
    }

    @Override
    public boolean remove(String id) {
        boolean removed = QuarkusTransaction.requiringNew().call(() -> {
            catalogue.advance(Catalogue.CREDENTIALS);
            return CredentialRow.deleteById(id);
        });
        view.forget();
        return removed;
    }

    /** One atomic statement: of all who try, the row's lock lets one through. The catalogue does not move for a lease. */
    @Override
    public boolean lease(String id, long tokenVersion, UUID holder, Duration time) {
        return QuarkusTransaction.requiringNew().call(() -> entities.createNativeQuery("""
                        update credential
                        set lease_holder = ?1, lease_until = clock_timestamp() + ?2 * interval '1 millisecond'
                        where id = ?3 and token_version = ?4 and refused is null
                          and (lease_until is null or lease_until <= clock_timestamp())
                          and (retry_after is null or retry_after <= clock_timestamp())""")
                        .setParameter(1, holder)
                        .setParameter(2, time.toMillis())
                        .setParameter(3, id)
                        .setParameter(4, tokenVersion)
                        .executeUpdate())
                == 1;
    }

    @Override
    public boolean store(String id, UUID holder, Body token, Duration lifetime, Duration refreshAfter, Duration pause) {
        return ended(
                id,
                holder,
                """
                token = ?4, token_version = token_version + 1,
                token_expires_at = clock_timestamp() + ?5 * interval '1 millisecond',
                refresh_after = clock_timestamp() + ?6 * interval '1 millisecond',
                retry_after = clock_timestamp() + ?7 * interval '1 millisecond'""",
                List.of(token.bytes(), lifetime.toMillis(), refreshAfter.toMillis(), pause.toMillis()));
    }

    @Override
    public void fail(String id, UUID holder, Duration pause) {
        ended(id, holder, "retry_after = clock_timestamp() + ?4 * interval '1 millisecond'", List.of(pause.toMillis()));
    }

    @Override
    public void refuse(String id, UUID holder, String reason) {
        ended(id, holder, "refused = ?4", List.of(reason));
    }

    /** Ends the lease, if the holder still has it, with what came of it. */
    private boolean ended(String id, UUID holder, String changes, List<?> values) {
        boolean held = QuarkusTransaction.requiringNew().call(() -> {
            Query update = entities.createNativeQuery("update credential set " + changes + """
                            , version = ?1, lease_holder = null, lease_until = null, updated_at = clock_timestamp()
                            where id = ?2 and lease_holder = ?3""")
                    .setParameter(1, catalogue.advance(Catalogue.CREDENTIALS))
                    .setParameter(2, id)
                    .setParameter(3, holder);
            for (int i = 0; i < values.size(); i++) {
                update.setParameter(4 + i, values.get(i));
            }
            return update.executeUpdate() == 1;
        });
        view.forget();
        return held;
    }

    private boolean isLeased(String id, long tokenVersion) {
        return QuarkusTransaction.requiringNew().call(() -> (boolean) entities.createNativeQuery("""
                        select exists (select from credential
                            where id = ?1 and token_version = ?2 and lease_until > clock_timestamp())""")
                .setParameter(1, id)
                .setParameter(2, tokenVersion)
                .getSingleResult());
    }

    private Map<String, Entry> load() {
        return QuarkusTransaction.requiringNew().call(() -> {
            Map<String, Entry> entries = new LinkedHashMap<>();
            CredentialRow.<CredentialRow>streamAll(Sort.by("id")).forEach(row -> entries.put(row.id, entry(row)));
            return entries;
        });
    }

    private static Entry entry(CredentialRow row) {
        return new Entry(
                row.id,
                row.kind,
                row.version,
                Body.of(row.sealed),
                new Token(
                        row.tokenVersion,
                        Optional.ofNullable(row.token).map(Body::of),
                        Optional.ofNullable(row.tokenExpiresAt),
                        Optional.ofNullable(row.refreshAfter),
                        Optional.ofNullable(row.retryAfter),
                        Optional.ofNullable(row.refused)));
    }
}
