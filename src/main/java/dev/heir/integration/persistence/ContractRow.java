package dev.heir.integration.persistence;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** What is known of a provider's operations: their parameters and schemas, as one document. */
@Entity
@Table(name = "contract")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class ContractRow extends PanacheEntityBase {

    @Id
    public String provider;

    @JdbcTypeCode(SqlTypes.JSON)
    public String document;

    @Column(name = "updated_at")
    public Instant updatedAt;

    /** Within the transaction that put the provider, whose lock orders two of them. */
    static void put(String provider, String document, Instant at) {
        ContractRow known = findById(provider);
        ContractRow row = known == null ? new ContractRow() : known;
        row.provider = provider;
        row.document = document;
        row.updatedAt = at;
        row.persist();
    }
}
