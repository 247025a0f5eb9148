package dev.heir.integration.cache;

import java.util.Map;
import java.util.TreeMap;

/** A map as one text, of which two are equal only when the maps are: what is in a value never passes for a name. */
public final class Spelled {

    private Spelled() {}

    /** Each name and value with its length before it, ordered by name. */
    public static String of(Map<String, String> map) {
        StringBuilder spelled = new StringBuilder();
        new TreeMap<>(map).forEach((name, value) -> {
            add(spelled, name);
            add(spelled, value);
        });
        return spelled.toString();
    }

    private static void add(StringBuilder spelled, String text) {
        spelled.append(text.length()).append(':').append(text);
    }
}
