package dev.heir.integration.provider.openapi;

import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the OpenAPI document cannot say, in the keys of our own: limits, prices, credentials, where the provider is.
 *
 * @param prefix where the extension stands in what was handed in
 * @param within the keys that were written there
 */
record Own(String prefix, Set<String> within, Map<String, @Nullable Object> keys) {

    /** Ours around theirs: everything but theirs, over what theirs says of itself. */
    static Own around(Map<String, ?> document) {
        Own inner = document.get("openapi") instanceof Map<?, ?> inside
                ? within("openapi." + OpenApi.EXTENSION, inside.get(OpenApi.EXTENSION))
                : within(OpenApi.EXTENSION, null);
        Map<String, @Nullable Object> keys = new LinkedHashMap<>(inner.keys());
        keys.putAll(document);
        keys.remove("openapi");
        Set<String> within = new HashSet<>(inner.keys().keySet());
        within.removeAll(document.keySet());
        return new Own(inner.prefix(), within, keys);
    }

    /** Ours within theirs, as an extension. */
    static Own within(String path, @Nullable Object extension) {
        Map<String, @Nullable Object> keys = map(path, extension);
        return new Own(path + ".", Set.copyOf(keys.keySet()), keys);
    }

    static Map<String, @Nullable Object> map(String path, @Nullable Object value) {
        Map<String, @Nullable Object> keys = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> keys.put(String.valueOf(key), each));
        } else if (value != null) {
            throw new InvalidInput(path, String.valueOf(value), "must be a map of the keys of a provider's document");
        }
        return keys;
    }

    Optional<Object> get(String key) {
        return Optional.ofNullable(keys.get(key));
    }

    /** Lays these keys over a document, and those of single operations over the operations that were made. */
    void over(Map<String, @Nullable Object> document, Map<String, Operations.One> made) {
        keys.forEach((key, value) -> {
            if (!key.equals("operations")) {
                document.put(key, value);
            }
        });
        Map<String, @Nullable Object> operations = new LinkedHashMap<>();
        made.forEach((name, one) -> operations.put(name, one.document()));
        map("operations", keys.get("operations")).forEach((given, value) -> {
            String name = nameOf(given, made);
            if (Boolean.FALSE.equals(value)) {
                operations.remove(name);
            } else if (value instanceof Map<?, ?> && operations.get(name) instanceof Map<?, ?> known) {
                operations.put(name, laid(map(name, known), map(name, value)));
            } else {
                operations.put(name, value);
            }
        });
        document.put("operations", operations);
    }

    /** An operation may be meant by our name for it, or by the document's own. */
    static String nameOf(String given, Map<String, Operations.One> made) {
        return made.containsKey(given)
                ? given
                : made.entrySet().stream()
                        .filter(one -> one.getValue().id().filter(given::equals).isPresent())
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(given);
    }

    /** Keys over keys; where a method is among them, it takes the place of the one that was there. */
    static Map<String, @Nullable Object> laid(Map<String, @Nullable Object> under, Map<String, @Nullable Object> over) {
        Map<String, @Nullable Object> laid = new LinkedHashMap<>(under);
        if (Operations.METHODS.stream().anyMatch(over::containsKey)) {
            laid.keySet().removeAll(Operations.METHODS);
        }
        laid.putAll(over);
        return laid;
    }

    /** A flaw of the document that was made, told where it was written. */
    Flaw told(Flaw flaw) {
        String first = flaw.path().split("[.\\[]", 2)[0];
        return within.contains(first) ? new Flaw(prefix + flaw.path(), flaw.value(), flaw.reason()) : flaw;
    }

    List<Flaw> told(List<Flaw> flaws) {
        return flaws.stream().map(this::told).toList();
    }
}
