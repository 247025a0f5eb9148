package dev.heir.integration.provider;

import dev.heir.integration.provider.Fallback.Mapping;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads how a provider's operations are asked of its fallback: {@code list-orders: { operation: orders, ... }}. */
public final class MappingDocument {

    /** Names of mapping documents, as they stand in URLs: {@code orders-mirror.yaml}. */
    public static final Pattern NAME = OperationDocument.NAME;

    // RFC 6901 behind the $: no pointer has a bare ~
    private static final Pattern POINTER = Pattern.compile("\\$(/([^~]|~[01])*)?");

    private MappingDocument() {}

    /** @throws InvalidInput with all flaws */
    public static Map<String, Mapping> read(Map<String, ?> tree) {
        Fields fields = Fields.of(tree);
        Map<String, Mapping> mapping = read(fields);
        fields.refuseFlaws();
        return mapping;
    }

    static Map<String, Mapping> read(Fields fields) {
        Map<String, Mapping> mapping = new LinkedHashMap<>();
        for (String operation : fields.keys()) {
            fields.map(operation).ifPresent(each -> mapping.put(operation, mapping(each)));
        }
        return mapping;
    }

    private static Mapping mapping(Fields fields) {
        String operation = fields.requiredText("operation");
        Map<String, String> parameters = new LinkedHashMap<>();
        fields.map("parameters").ifPresent(named -> {
            for (String ours : named.keys()) {
                named.text(ours).ifPresent(theirs -> parameters.put(ours, theirs));
            }
        });
        Map<String, Object> response = new LinkedHashMap<>();
        fields.map("response").ifPresent(template -> {
            for (String key : template.keys()) {
                template.json(key).ifPresent(leaf -> {
                    checkPointers(template, template.at(key), leaf);
                    response.put(key, leaf);
                });
            }
        });
        fields.refuseUnknown();
        return new Mapping(operation, parameters, response);
    }

    private static void checkPointers(Fields fields, String path, Object value) {
        switch (value) {
            case String text
            when text.startsWith("$/") && !POINTER.matcher(text).matches() ->
                fields.flaw(
                        path, text, "must be a JSON Pointer behind the $ (RFC 6901): ~ is written ~0, / is written ~1");
            case Map<?, ?> map ->
                map.forEach((key, child) -> {
                    if (child != null) {
                        checkPointers(fields, path + "." + key, child);
                    }
                });
            case Iterable<?> list -> {
                int index = 0;
                for (Object child : list) {
                    if (child != null) {
                        checkPointers(fields, path + "[" + index + "]", child);
                    }
                    index++;
                }
            }
            default -> {}
        }
    }
}
