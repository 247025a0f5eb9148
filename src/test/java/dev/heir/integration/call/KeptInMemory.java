package dev.heir.integration.call;

import dev.heir.integration.cache.KeptAnswer;
import dev.heir.integration.cache.KeptAnswers;
import dev.heir.integration.cache.Storing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a fleet of one keeps; it remembers nothing without being asked, so that each look is seen. */
final class KeptInMemory implements KeptAnswers {

    private final Map<String, List<KeptAnswer>> kept = new LinkedHashMap<>();
    private final Map<String, String> targets = new LinkedHashMap<>();
    private final Map<String, Instant> changed = new HashMap<>();
    private final Supplier<Instant> now;

    /** How often somebody looked. */
    int looks;

    /** Told whenever it is asked for something. */
    Runnable reach = () -> {};

    /** What it throws instead of keeping. */
    Optional<RuntimeException> trouble = Optional.empty();

    KeptInMemory(Supplier<Instant> now) {
        this.now = now;
    }
    /** What happens before anybody looks. */
    Runnable beforeLooking = () -> {};

    void clear() {
        kept.clear();
    }

    List<KeptAnswer> values() {
        return kept.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public List<KeptAnswer> remembered(Place place) {
        return List.of();
    }

    @Override
    public Found look(Place place, Duration lease) {
        reach.run();
        looks++;
        beforeLooking.run();
        return new Found(
                Stream.of(place.alike(), place.everybody())
                        .flatMap(key -> kept.getOrDefault(key, List.of()).stream())
                        .toList(),
                lease.isPositive() ? Optional.of(new UUID(0, looks)) : Optional.empty(),
                false);
    }

    @Override
    public void keep(Place place, Storing.Kept keeping, Optional<UUID> claim) {
        reach.run();
        trouble.ifPresent(thrown -> {
            throw thrown;
        });
        if (changed.getOrDefault(place.target(), Instant.MIN).isAfter(keeping.askedAt())) {
            return;
        }
        String key = place.of(keeping.audience());
        List<KeptAnswer> answers = new ArrayList<>(kept.getOrDefault(key, List.of()));
        answers.removeIf(old -> old.selection().equals(keeping.answer().selection()));
        answers.add(keeping.answer());
        kept.put(key, answers);
        targets.put(key, place.target());
    }

    @Override
    public Found watch(Place place) {
        return look(place, Duration.ZERO);
    }

    @Override
    public void stopWaiting(Place place, UUID claim) {
        // nobody waits in a fleet of one
    }

    @Override
    public void release(Place place, UUID claim) {
        reach.run();
        // nobody waits in a fleet of one
    }

    @Override
    public void forget(String provider, Collection<String> addresses) {
        reach.run();
        addresses.forEach(address -> changed.put(address, now.get()));
        kept.keySet().removeIf(key -> addresses.contains(targets.getOrDefault(key, "")));
    }
}
