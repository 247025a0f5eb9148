package dev.heir.integration.provider;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The projects and their keys. */
public interface Projects {

    /**
     * Who asks with this key; read from memory, at most one second old.
     *
     * @param key as the caller sent it, whatever it is
     */
    Optional<Project> byKey(String key);

    /** Read from memory, at most one second old. */
    Optional<Project> find(String id);

    /**
     * In the order of ids.
     *
     * @param after the last id that was seen
     */
    List<Project> page(Optional<String> after, int size);

    /** Creates or changes the project. @return its first key, when it is new */
    Optional<ProjectKey> put(Project project);

    /** Creates the project unless there is one with its id, which is left as it is. @return its first key, when it is new */
    Optional<ProjectKey> create(Project project);

    /** Removes the project and its keys. @return whether there was one */
    boolean remove(String id);

    /**
     * A further key beside those it has.
     *
     * @param idempotencyKey under which the project is given one key only, however often it is asked for
     * @return empty when there is no such project
     */
    Optional<Added> addKey(String project, KeyWish wish, Optional<String> idempotencyKey);

    /** As good as the first one. */
    default Optional<Added> addKey(String project, Optional<String> idempotencyKey) {
        return addKey(project, KeyWish.PLAIN, idempotencyKey);
    }

    /** What came of the wish for a key. */
    sealed interface Added {

        /** Shown this once. */
        record Issued(ProjectKey key) implements Added {}

        /** It was issued under the same idempotency key before; only its hash is kept. */
        record IssuedBefore(KnownKey key) implements Added {}

        /** The project has no valid key like the one that was to be replaced. */
        record NothingToReplace() implements Added {}
    }

    /** All keys of a project, the revoked ones too, oldest first. */
    List<KnownKey> keys(String project);

    /** From within a second on, no instance accepts the key. @return whether the project has a valid key like that */
    boolean revokeKey(String project, String prefix);

    /**
     * A key without its secret.
     *
     * @param providers that it may ask; empty for all
     * @param revokedAt empty while nobody revoked it
     */
    record KnownKey(
            String prefix,
            Optional<String> label,
            Optional<List<String>> providers,
            Instant createdAt,
            Optional<Instant> expiresAt,
            Optional<Instant> revokedAt) {}
}
