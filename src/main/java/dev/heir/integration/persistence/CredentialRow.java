package dev.heir.integration.persistence;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One credential, sealed, and the state of its token. */
@Entity
@Table(name = "credential")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class CredentialRow extends PanacheEntityBase {

    @Id
    public String id;

    public String kind;

    public long version;

    public byte[] sealed;

    public byte @Nullable [] token;

    @Column(name = "token_version")
    public long tokenVersion;

    @Column(name = "token_expires_at")
    public @Nullable Instant tokenExpiresAt;

    @Column(name = "refresh_after")
    public @Nullable Instant refreshAfter;

    @Column(name = "lease_holder")
    public @Nullable UUID leaseHolder;

    @Column(name = "lease_until")
    public @Nullable Instant leaseUntil;

    @Column(name = "retry_after")
    public @Nullable Instant retryAfter;

    public @Nullable String refused;

    @Column(name = "updated_at")
    public Instant updatedAt;
}
