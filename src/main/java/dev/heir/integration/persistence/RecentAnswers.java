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

    /** Of more addresses it is not known when they were forgotten: what was read before is not remembered then. */
    private static final int MOST_FORGOTTEN = 1024;

    private final long most;
    private final Duration believed;
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Long> forgotten = new LinkedHashMap<>();
    private long moments;
    private long unknownUntil;
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

    /** Taken before the database is read or written: what is forgotten from then on is not remembered of it. */
    synchronized long moment() {
        return moments;
    }

    /**
     * What the database has under a key.
     *
     * @param asOf the moment before it was asked
     */
    synchronized void replace(String key, String target, List<KeptAnswer> answers, Instant now, long asOf) {
        remove(key);
        if (!answers.isEmpty() && !isForgottenSince(target, asOf)) {
            put(key, new Entry(target, List.copyOf(answers), now));
        }
    }

    /** One more, or in place of the one for the same requests. */
    synchronized void add(String key, String target, KeptAnswer answer, Instant now, long asOf) {
        List<KeptAnswer> answers = new ArrayList<>(find(key, now));
        answers.removeIf(old -> old.selection().equals(answer.selection()) && old.inNeedOnly() == answer.inNeedOnly());
        answers.add(answer);
        replace(key, target, answers, now, asOf);
    }

    synchronized void forget(Collection<String> targets) {
        Set<String> gone = Set.copyOf(targets);
        moments++;
        gone.forEach(target -> {
            forgotten.remove(target); // to come last
            forgotten.put(target, moments);
        });
        Iterator<Long> oldest = forgotten.values().iterator();
        for (int tooMany = forgotten.size() - MOST_FORGOTTEN; tooMany > 0; tooMany--) {
            unknownUntil = oldest.next();
            oldest.remove();
        }
        entries.entrySet().stream()
                .filter(entry -> gone.contains(entry.getValue().target()))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::remove);
    }

    private boolean isForgottenSince(String target, long asOf) {
        return asOf < unknownUntil || forgotten.getOrDefault(target, 0L) > asOf;
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
