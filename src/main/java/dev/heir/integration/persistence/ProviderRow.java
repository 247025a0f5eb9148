package dev.heir.integration.persistence;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** One provider's document as it was put, in JSON. */
@Entity
@Table(name = "provider")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class ProviderRow extends PanacheEntityBase {

    @Id
    public String id;

    public long version;

    @JdbcTypeCode(SqlTypes.JSON)
    public String document;

    @Column(name = "updated_at")
    public Instant updatedAt;
}
