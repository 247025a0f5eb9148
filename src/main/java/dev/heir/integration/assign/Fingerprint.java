package dev.heir.integration.assign;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Equal for documents that say the same, however they are spelled: JSON or YAML, keys in any order. */
final class Fingerprint {

    private Fingerprint() {}

    static String of(Map<String, ?> document) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(canonical(document).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static String canonical(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map -> {
                Map<String, String> sorted = new TreeMap<>();
                map.forEach((key, inner) -> sorted.put(quoted(String.valueOf(key)), canonical(inner)));
                yield sorted.entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + entry.getValue())
                        .collect(Collectors.joining(",", "{", "}"));
            }
            case List<?> list -> list.stream().map(Fingerprint::canonical).collect(Collectors.joining(",", "[", "]"));
            case String text -> quoted(text);
            default -> String.valueOf(value);
        };
    }

    /** So that no text can pass for structure. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
