package dev.heir.integration.persistence;

import dev.heir.integration.cache.KeptAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The answers this instance used last, as many as fit into its share of memory. */
final class RecentAnswers {

    /** What an entry takes beside its body, roughly: key, headers, the objects around them. */
    private static final long OVERHEAD = 2048;

    private final long most;
    private final Duration believed;
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long size;
    private long evicted;

    /**
     * @param most bytes
     * @param believed how long after it was read or written an entry is given
     */
    RecentAnswers(long most, Duration believed) {
        this.most = most;
        this.believed = believed;
    }

    /** The answers under one key. */
    private record Entry(String target, List<KeptAnswer> answers, Instant readAt) {
        long size() {
            return answers.stream()
                    .mapToLong(answer -> OVERHEAD + answer.body().size())
                    .sum();
        }
    }

    synchronized List<KeptAnswer> find(String key, Instant now) {
        Entry entry = entries.get(key);
        return entry == null || Duration.between(entry.readAt(), now).compareTo(believed) > 0
                ? List.of()
                : entry.answers();
    }

    /** What the database has under a key. */
    synchronized void replace(String key, String target, List<KeptAnswer> answers, Instant now) {
        remove(key);
        if (!answers.isEmpty()) {
            put(key, new Entry(target, List.copyOf(answers), now));
        }
    }

    /** One more, or in place of the one for the same requests. */
    synchronized void add(String key, String target, KeptAnswer answer, Instant now) {
        List<KeptAnswer> answers = new ArrayList<>(find(key, now));
        answers.removeIf(old -> old.selection().equals(answer.selection()) && old.inNeedOnly() == answer.inNeedOnly());
        answers.add(answer);
        replace(key, target, answers, now);
    }

    synchronized void forget(Collection<String> targets) {
        Set<String> gone = Set.copyOf(targets);
        entries.entrySet().stream()
                .filter(entry -> gone.contains(entry.getValue().target()))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::remove);
    }

    synchronized long size() {
        return size;
    }

    synchronized long evicted() {
        return evicted;
    }

    private void put(String key, Entry entry) {
        entries.put(key, entry);
        size += entry.size();
        Iterator<Entry> leastUsed = entries.values().iterator();
        while (size > most && leastUsed.hasNext()) {
            size -= leastUsed.next().size();
            leastUsed.remove();
            evicted++;
        }
    }

    private void remove(String key) {
        Entry old = entries.remove(key);
        if (old != null) {
            size -= old.size();
        }
    }
}
