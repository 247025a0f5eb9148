package dev.heir.integration.scrape.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What differs between two texts, word by word, for people. */
public final class Diff {

    /** Beyond it two texts are shown one after the other: the table of common words grows with the square. */
    private static final int MOST_WORDS = 400;

    private Diff() {}

    /** Whether words stand in both, only in the old or only in the new text. */
    public enum Side {
        BOTH,
        OLD,
        NEW
    }

    /** Words that stand together on one side. */
    public record Part(Side side, String text) {}

    public static List<Part> of(String before, String after) {
        List<String> old = words(before);
        List<String> now = words(after);
        if (old.size() > MOST_WORDS || now.size() > MOST_WORDS) {
            return joined(List.of(new Part(Side.OLD, before), new Part(Side.NEW, after)));
        }
        List<List<Integer>> common = common(old, now);
        List<Part> parts = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < old.size() || j < now.size()) {
            if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
                parts.add(new Part(Side.BOTH, old.get(i++)));
                j++;
            } else if (j == now.size()
                    || (i < old.size()
                            && common.get(i + 1).get(j) >= common.get(i).get(j + 1))) {
                parts.add(new Part(Side.OLD, old.get(i++)));
            } else {
                parts.add(new Part(Side.NEW, now.get(j++)));
            }
        }
        return joined(parts);
    }

    /** As HTML that can be put into any page: what a website wrote is text there, never markup. */
    public static String html(List<Part> parts) {
        return parts.stream()
                .map(part -> switch (part.side()) {
                    case BOTH -> escaped(part.text());
                    case OLD -> "<del>" + escaped(part.text()) + "</del>";
                    case NEW -> "<ins>" + escaped(part.text()) + "</ins>";
                })
                .collect(Collectors.joining(" "));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    /** How many words both have in common behind each pair of positions. */
    private static List<List<Integer>> common(List<String> old, List<String> now) {
        List<List<Integer>> table = new ArrayList<>();
        for (int i = 0; i <= old.size(); i++) {
            table.add(new ArrayList<>(java.util.Collections.nCopies(now.size() + 1, 0)));
        }
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = now.size() - 1; j >= 0; j--) {
                int most = old.get(i).equals(now.get(j))
                        ? table.get(i + 1).get(j + 1) + 1
                        : Math.max(table.get(i + 1).get(j), table.get(i).get(j + 1));
                table.get(i).set(j, most);
            }
        }
        return table;
    }

    private static List<Part> joined(List<Part> parts) {
        List<Part> joined = new ArrayList<>();
        for (Part part : parts) {
            if (!joined.isEmpty() && joined.getLast().side() == part.side()) {
                joined.add(new Part(part.side(), joined.removeLast().text() + " " + part.text()));
            } else if (!part.text().isBlank()) {
                joined.add(part);
            }
        }
        return List.copyOf(joined);
    }
}
