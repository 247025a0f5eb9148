package dev.heir.integration.provider.openapi;

import dev.heir.integration.provider.Flaw;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was not understood or left out. The same remark on many places is told once, with the first of them. */
final class Remarks {

    private static final int MOST = 100;
    private static final int LONGEST_PATH = 300;

    private record Places(String first, String value, int count) {}

    private final Map<String, Places> byReason = new LinkedHashMap<>();
    private int untold;

    void add(String path, String value, String reason) {
        Places known = byReason.get(reason);
        if (known != null) {
            byReason.put(reason, new Places(known.first(), known.value(), known.count() + 1));
        } else if (byReason.size() < MOST) {
            byReason.put(reason, new Places(shortened(path), shortened(value), 1));
        } else {
            untold++;
        }
    }

    List<Flaw> told() {
        List<Flaw> told = new ArrayList<>();
        byReason.forEach((reason, places) -> told.add(new Flaw(
                places.first(),
                places.value(),
                reason + (places.count() == 1 ? "" : "; so in " + places.count() + " places, this is the first"))));
        if (untold > 0) {
            told.add(new Flaw("", String.valueOf(untold), "more remarks are not told"));
        }
        return told;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_PATH ? text : text.substring(0, LONGEST_PATH) + "...";
    }
}
