package dev.heir.integration.provider;

import java.util.List;
import java.util.Optional;

/** Projects that are there from the beginning and never change. */
public record KnownProjects(List<Project> projects) implements Projects {

    @Override
    public Optional<Project> byKey(String key) {
        return Optional.empty();
    }

    @Override
    public Optional<Project> find(String id) {
        return projects.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    @Override
    public List<Project> page(Optional<String> after, int size) {
        return projects.stream()
                .filter(one -> one.id().compareTo(after.orElse("")) > 0)
                .limit(size)
                .toList();
    }

    @Override
    public Optional<ProjectKey> put(Project project) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ProjectKey> create(Project project) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean remove(String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Added> addKey(String project, KeyWish wish, Optional<String> idempotencyKey) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<KnownKey> keys(String project) {
        return List.of();
    }

    @Override
    public boolean revokeKey(String project, String prefix) {
        throw new UnsupportedOperationException();
    }
}
