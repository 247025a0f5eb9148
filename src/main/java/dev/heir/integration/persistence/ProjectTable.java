package dev.heir.integration.persistence;

import dev.heir.integration.provider.Budget;
import dev.heir.integration.provider.KeyWish;
import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.ProjectKey;
import dev.heir.integration.provider.Projects;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Projects and the hashes of their keys in PostgreSQL. */
@ApplicationScoped
class ProjectTable implements Projects {

    private final Catalogue catalogue;
    private final ProjectView view;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ProjectTable(Catalogue catalogue, ProjectView view, Clock clock) {
        this.catalogue = catalogue;
        this.view = view;
        this.clock = clock;
    }

    @Override
    public Optional<Project> byKey(String key) {
        return ProjectKey.parse(key).flatMap(view::byKey);
    }

    @Override
    public Optional<Project> find(String id) {
        return view.find(id);
    }

    @Override
    public List<Project> page(Optional<String> after, int size) {
        return QuarkusTransaction.requiringNew()
                .call(() ->
                        ProjectRow.<ProjectRow>find("id > ?1", Sort.by("id"), after.orElse(""))
                                .page(Page.ofSize(size))
                                .stream()
                                .map(ProjectTable::project)
                                .toList());
    }

    @Override
    public Optional<ProjectKey> put(Project project) {
        return put(project, true);
    }

    @Override
    public Optional<ProjectKey> create(Project project) {
        return put(project, false);
    }

    private Optional<ProjectKey> put(Project project, boolean change) {
        Optional<ProjectKey> first = QuarkusTransaction.requiringNew().call(() -> {
            // First: its lock makes two puts of the same new id wait for each other instead of both inserting.
            catalogue.advance(Catalogue.PROJECTS);
            ProjectRow known = ProjectRow.findById(project.id());
            if (known != null && !change) {
                return Optional.empty();
            }
            ProjectRow row = known == null ? new ProjectRow() : known;
            row.id = project.id();
            row.defaultTier = project.defaultTier();
            row.monthlyBudget = project.monthlyBudget()
                    .map(budget -> budget.amount().toString())
                    .orElse(null);
            row.budgetStop = project.monthlyBudget().map(Budget::stop).orElse(Budget.Stop.HARD);
            row.weight = project.weight();
            row.updatedAt = clock.instant();
            row.persistAndFlush(); // before its key, which refers to it
            return known == null
                    ? Optional.of(newKey(project.id(), KeyWish.PLAIN, Optional.empty()))
                    : Optional.empty();
        });
        view.forget();
        return first;
    }

    @Override
    public boolean remove(String id) {
        boolean removed = QuarkusTransaction.requiringNew().call(() -> {
            catalogue.advance(Catalogue.PROJECTS);
            return ProjectRow.deleteById(id);
        });
        view.forget();
        return removed;
    }

    @Override
    public Optional<Added> addKey(String project, KeyWish wish, Optional<String> idempotencyKey) {
        Optional<Added> added = QuarkusTransaction.requiringNew().call(() -> {
            // First: its lock makes two that ask under one idempotency key wait for each other.
            catalogue.advance(Catalogue.PROJECTS);
            if (ProjectRow.findByIdOptional(project).isEmpty()) {
                return Optional.empty();
            }
            Optional<ProjectKeyRow> before = idempotencyKey.flatMap(
                    once -> ProjectKeyRow.find("project = ?1 and idempotencyKey = ?2", project, once)
                            .firstResultOptional());
            if (before.isPresent()) {
                return Optional.of(new Added.IssuedBefore(known(before.get())));
            }
            if (wish.replaced().isPresent() && !goes(project, wish.replaced().get())) {
                return Optional.of(new Added.NothingToReplace());
            }
            return Optional.of(new Added.Issued(newKey(project, wish, idempotencyKey)));
        });
        view.forget();
        return added;
    }

    @Override
    public List<KnownKey> keys(String project) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ProjectKeyRow.<ProjectKeyRow>find("project", Sort.by("createdAt"), project).stream()
                        .map(ProjectTable::known)
                        .toList());
    }

    @Override
    public boolean revokeKey(String project, String prefix) {
        boolean revoked = QuarkusTransaction.requiringNew().call(() -> {
            catalogue.advance(Catalogue.PROJECTS);
            return ProjectKeyRow.update(
                            "revokedAt = ?1 where project = ?2 and prefix = ?3 and revokedAt is null",
                            clock.instant(),
                            project,
                            prefix)
                    > 0;
        });
        view.forget();
        return revoked;
    }

    private static Project project(ProjectRow row) {
        return new Project(
                row.id,
                row.defaultTier,
                Optional.ofNullable(row.monthlyBudget).map(amount -> new Budget(Money.parse(amount), row.budgetStop)),
                row.weight);
    }

    private static KnownKey known(ProjectKeyRow row) {
        return new KnownKey(
                row.prefix,
                Optional.ofNullable(row.label),
                Optional.ofNullable(row.providers).map(text -> List.of(text.split(","))),
                row.createdAt,
                Optional.ofNullable(row.expiresAt),
                Optional.ofNullable(row.revokedAt));
    }

    /** Its last hour has come, unless that had come before. */
    private boolean goes(String project, KeyWish.Replaced replaced) {
        Instant now = clock.instant();
        return ProjectKeyRow.update(
                        "expiresAt = case when expiresAt < ?1 then expiresAt else ?1 end"
                                + " where project = ?2 and prefix = ?3 and revokedAt is null"
                                + " and (expiresAt is null or expiresAt > ?4)",
                        now.plus(replaced.overlap()),
                        project,
                        replaced.prefix(),
                        now)
                > 0;
    }

    private ProjectKey newKey(String project, KeyWish wish, Optional<String> idempotencyKey) {
        ProjectKey key = ProjectKey.make(random);
        ProjectKeyRow row = new ProjectKeyRow();
        row.prefix = key.prefix();
        row.project = project;
        row.hash = key.hash().bytes().bytes();
        row.createdAt = clock.instant();
        row.label = wish.label().orElse(null);
        row.providers = wish.reach()
                .providers()
                .map(ids -> String.join(",", new TreeSet<>(ids)))
                .orElse(null);
        row.expiresAt = wish.lifetime().map(row.createdAt::plus).orElse(null);
        row.idempotencyKey = idempotencyKey.orElse(null);
        row.persist();
        return key;
    }
}
