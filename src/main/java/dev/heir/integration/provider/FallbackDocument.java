package dev.heir.integration.provider;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code fallback: { provider: orders-mirror, mapping: orders-mirror.yaml }}, or the mapping itself in place. */
final class FallbackDocument {

    private FallbackDocument() {}

    static Optional<Fallback> read(Fields fields, String id, Map<String, Operation> operations) {
        return fields.map("fallback").map(fallback -> {
            String other = fallback.requiredText("provider");
            if (other.equals(id)) {
                fallback.flaw("provider", "must be another provider");
            } else if (!other.isEmpty() && !ProviderDocument.ID.matcher(other).matches()) {
                fallback.flaw("provider", ProviderDocument.ID_RULE);
            }
            Map<String, Fallback.Mapping> mapping = new LinkedHashMap<>();
            Optional<String> name = Optional.empty();
            if (fallback.json("mapping").filter(Map.class::isInstance).isPresent()) {
                fallback.map("mapping").ifPresent(inline -> {
                    mapping.putAll(MappingDocument.read(inline));
                    inline.keys().stream()
                            .filter(key -> !operations.containsKey(key))
                            .forEach(key -> inline.flaw(
                                    inline.at(key),
                                    key,
                                    "must be an operation of this provider" + Fields.meant(key, operations.keySet())));
                });
            } else {
                name = fallback.text("mapping");
                name.filter(text -> !MappingDocument.NAME.matcher(text).matches())
                        .ifPresent(text -> fallback.flaw(
                                "mapping", "must be a mapping itself, or the name of one such as orders-mirror.yaml"));
            }
            fallback.refuseUnknown();
            return new Fallback(other, mapping, name);
        });
    }
}
