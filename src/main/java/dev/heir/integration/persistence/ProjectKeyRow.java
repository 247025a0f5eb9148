package dev.heir.integration.persistence;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One key of a project; only its hash is kept. */
@Entity
@Table(name = "project_key")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class ProjectKeyRow extends PanacheEntityBase {

    @Id
    public String prefix;

    public String project;

    public byte[] hash;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "revoked_at")
    public @Nullable Instant revokedAt;

    public @Nullable String label;

    /** With commas between them; null for all. */
    public @Nullable String providers;

    @Column(name = "expires_at")
    public @Nullable Instant expiresAt;

    /** Under which it was asked for. */
    @Column(name = "idempotency_key")
    public @Nullable String idempotencyKey;
}
