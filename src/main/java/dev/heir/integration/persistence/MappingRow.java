package dev.heir.integration.persistence;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** One mapping document of a provider: how its operations are asked of its fallback provider. */
@Entity
@Table(name = "mapping")
@IdClass(MappingRow.Key.class)
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class MappingRow extends PanacheEntityBase {

    @Id
    public String provider;

    @Id
    public String name;

    @JdbcTypeCode(SqlTypes.JSON)
    public String document;

    @Column(name = "updated_at")
    public Instant updatedAt;

    /** Mappings are named within their provider. */
    record Key(String provider, String name) {}
}
