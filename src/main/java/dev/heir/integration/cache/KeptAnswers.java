package dev.heir.integration.cache;

import java.util.Optional;

/** Where answers are kept for the whole fleet. Losing one costs a call, never an answer. */
public interface KeptAnswers {

    Optional<KeptAnswer> find(String key);

    /** Keeps the answer under the key, in place of an older one; a body too large to keep is dropped. */
    void keep(String key, KeptAnswer answer);
}
