package dev.heir.integration.persistence;

import dev.heir.integration.provider.Budget;
import dev.heir.integration.provider.Tier;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** One project. */
@Entity
@Table(name = "project")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class ProjectRow extends PanacheEntityBase {

    @Id
    public String id;

    @Column(name = "default_tier")
    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    public Tier defaultTier;

    @Column(name = "monthly_budget")
    public @Nullable String monthlyBudget;

    @Column(name = "budget_stop")
    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    public Budget.Stop budgetStop = Budget.Stop.HARD;

    public int weight = 1;

    @Column(name = "updated_at")
    public Instant updatedAt;
}
