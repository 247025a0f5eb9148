package dev.heir.integration.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines of {@code name: value} as they are after HTTP's own reader: by lower-case name, each value on one line. */
public final class ArrivedHeaders {

    private ArrivedHeaders() {}

    public static Map<String, List<String>> of(String lines) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line : lines.split("\n", 200)) {
            int colon = line.indexOf(':');
            String name = colon < 1 ? "x" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            headers.computeIfAbsent(name.isEmpty() ? "x" : name, _ -> new ArrayList<>())
                    .add(line.substring(colon + 1)
                            .replaceAll("[\\r\\n\\x00]", " ")
                            .strip());
        }
        return headers;
    }

    /** The first of each. */
    public static Map<String, String> single(String lines) {
        Map<String, String> single = new LinkedHashMap<>();
        of(lines).forEach((name, values) -> single.put(name, values.getFirst()));
        return single;
    }
}
