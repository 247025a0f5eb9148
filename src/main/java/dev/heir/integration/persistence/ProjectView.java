package dev.heir.integration.persistence;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Budget;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.ProjectKey;
import dev.heir.integration.provider.Reach;
import dev.heir.integration.provider.Tier;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** The projects and their valid keys as this instance remembers them, at most one second old. */
@ApplicationScoped
class ProjectView {

    private final DataSource dataSource;
    private final Clock clock;
    private final View<Content> view;

    ProjectView(DataSource dataSource, Catalogue catalogue, Clock clock) {
        this.dataSource = dataSource;
        this.clock = clock;
        this.view = new View<>(clock, () -> catalogue.revision(Catalogue.PROJECTS), this::load);
    }

    Optional<Project> find(String id) {
        return Optional.ofNullable(view.get().projects.get(id));
    }

    Optional<Project> byKey(ProjectKey key) {
        return Optional.ofNullable(view.get().keys.get(key.prefix()))
                .filter(known -> known.hash.matches(key.hash()))
                .filter(known -> known.expiresAt.map(clock.instant()::isBefore).orElse(true))
                .map(KeyOf::project);
    }

    void forget() {
        view.forget();
    }

    private Content load() throws SQLException {
        Map<String, Project> projects = new HashMap<>();
        Map<String, KeyOf> keys = new HashMap<>();
        try (Connection connection = dataSource.getConnection()) {
            try (PreparedStatement query = connection.prepareStatement(
                            "select id, default_tier, monthly_budget, budget_stop, weight from project");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Budget.Stop stop = Budget.Stop.valueOf(rows.getString(4));
                    Optional<Budget> budget =
                            Optional.ofNullable(rows.getString(3)).map(amount -> new Budget(Money.parse(amount), stop));
                    Project project =
                            new Project(rows.getString(1), Tier.valueOf(rows.getString(2)), budget, rows.getInt(5));
                    projects.put(project.id(), project);
                }
            }
            try (PreparedStatement query = connection.prepareStatement(
                            "select prefix, project, hash, providers, expires_at from project_key where revoked_at is null");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Project project = projects.get(rows.getString(2));
                    if (project != null) { // it may have been created between both queries
                        ProjectKey.Hash hash = new ProjectKey.Hash(Body.of(rows.getBytes(3)));
                        Reach reach =
                                new Reach(Optional.ofNullable(rows.getString(4)).map(text -> Set.of(text.split(","))));
                        Optional<Instant> expiresAt = Optional.ofNullable(rows.getObject(5, OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant);
                        keys.put(rows.getString(1), new KeyOf(hash, project.reaching(reach), expiresAt));
                    }
                }
            }
        }
        return new Content(projects, keys);
    }

    private record KeyOf(ProjectKey.Hash hash, Project project, Optional<Instant> expiresAt) {}

    private record Content(Map<String, Project> projects, Map<String, KeyOf> keys) {}
}
