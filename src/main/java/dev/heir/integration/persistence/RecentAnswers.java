package dev.heir.integration.persistence;

import dev.heir.integration.cache.KeptAnswer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The answers this instance used last, as many as fit into its share of memory. */
final class RecentAnswers {

    /** What an entry takes beside its body, roughly: key, headers, the objects around them. */
    private static final long OVERHEAD = 2048;

    private final long most;
    private final Map<String, KeptAnswer> answers = new LinkedHashMap<>(16, 0.75f, true);
    private long size;

    /** @param most bytes */
    RecentAnswers(long most) {
        this.most = most;
    }

    synchronized Optional<KeptAnswer> find(String key) {
        return Optional.ofNullable(answers.get(key));
    }

    synchronized void keep(String key, KeptAnswer answer) {
        Optional.ofNullable(answers.put(key, answer)).ifPresent(replaced -> size -= sizeOf(replaced));
        size += sizeOf(answer);
        Iterator<KeptAnswer> leastUsed = answers.values().iterator();
        while (size > most && leastUsed.hasNext()) {
            size -= sizeOf(leastUsed.next());
            leastUsed.remove();
        }
    }

    private static long sizeOf(KeptAnswer answer) {
        return OVERHEAD + answer.body().size();
    }
}
