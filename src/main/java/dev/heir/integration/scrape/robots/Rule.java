package dev.heir.integration.scrape.robots;

import java.util.List;

/**
 * One line that allows or forbids.
 *
 * @param text as it is written there, which is what its owner recognises
 * @param line where, from 1
 * @param octets how specific it is: the most octets decide (section 2.2.2)
 * @param parts what stands between its wildcards, in normal form
 * @param toTheEnd whether the path has to end where the last part does
 */
record Rule(boolean allows, String text, int line, int octets, List<String> parts, boolean toTheEnd) {

    Rule {
        parts = List.copyOf(parts);
    }

    static Rule of(boolean allows, String text, int line) {
        String normal = NormalPath.ofRule(text);
        boolean toTheEnd = normal.endsWith("$");
        String body = toTheEnd ? normal.substring(0, normal.length() - 1) : normal;
        return new Rule(allows, text, line, normal.length(), List.of(body.split("\\*+", -1)), toTheEnd);
    }

    /**
     * Each part as early as it can be, the last one as late as it must be: no trial is ever taken back.
     *
     * @param path in normal form
     */
    boolean matches(String path) {
        String first = parts.getFirst();
        if (!path.startsWith(first)) {
            return false;
        }
        int at = first.length();
        if (parts.size() == 1) {
            return !toTheEnd || at == path.length();
        }
        for (int i = 1; i < parts.size() - 1; i++) {
            int found = path.indexOf(parts.get(i), at);
            if (found < 0) {
                return false;
            }
            at = found + parts.get(i).length();
        }
        String last = parts.getLast();
        return toTheEnd ? path.length() - last.length() >= at && path.endsWith(last) : path.indexOf(last, at) >= 0;
    }

    @Override
    public String toString() {
        return (allows ? "Allow: " : "Disallow: ") + text + " (line " + line + ")";
    }
}
