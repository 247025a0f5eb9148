package dev.heir.integration.provider;

import java.util.Map;
import java.util.Optional;

/**
 * What a provider's owner declares to be better than nothing.
 *
 * @param body JSON made of maps, lists, strings, numbers and booleans; empty when only operations have one
 * @param byOperation bodies for single operations, which win over {@code body}
 */
public record Degraded(Optional<Object> body, Map<String, Object> byOperation) {

    public static final Degraded NONE = new Degraded(Optional.empty(), Map.of());

    public Degraded {
        byOperation = Map.copyOf(byOperation);
    }

    public Optional<Object> bodyFor(String operation) {
        return Optional.ofNullable(byOperation.get(operation)).or(() -> body);
    }
}
