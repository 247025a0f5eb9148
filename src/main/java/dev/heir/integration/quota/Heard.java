package dev.heir.integration.quota;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What the provider's answers showed of its limits, until the fleet is told. */
final class Heard {

    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong limited = new AtomicLong();
    private final Map<String, Long> credentials = new ConcurrentHashMap<>();
    private final AtomicReference<Optional<Shared.Stated>> stated = new AtomicReference<>(Optional.empty());

    void answered() {
        answered.incrementAndGet();
    }

    void limited() {
        limited.incrementAndGet();
    }

    void limitedAs(String credential, long at) {
        credentials.put(credential, at);
        limited.incrementAndGet();
    }

    /** Whether the fleet must not go on without having heard of it. */
    boolean isUrgent() {
        return limited.get() > 0;
    }

    void stated(Shared.Stated said) {
        stated.updateAndGet(
                had -> Optional.of(had.map(before -> before.or(said)).orElse(said)));
    }

    Ask.Seen take() {
        Map<String, Long> as = Map.copyOf(credentials);
        as.forEach(credentials::remove);
        return new Ask.Seen(answered.getAndSet(0), limited.getAndSet(0), stated.getAndSet(Optional.empty()), as);
    }

    /** The fleet may not have heard of it. */
    void putBack(Ask.Seen seen) {
        seen.limitedAs().forEach((credential, at) -> credentials.merge(credential, at, Math::max));
        answered.addAndGet(seen.answered());
        limited.addAndGet(seen.limited());
        seen.stated()
                .ifPresent(before -> stated.updateAndGet(
                        had -> Optional.of(had.map(before::or).orElse(before))));
    }
}
