package dev.heir.integration.scrape.monitor;

import dev.heir.integration.scrape.monitor.Change.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which of the blocks that went and came are one that was edited. */
final class Edits {

    /** Half of the words are the same. */
    static final double ALIKE = 0.5;

    /** Comparing each with each must stay cheap, however much of the page was exchanged. */
    private static final int MOST_COMPARED = 500;

    private Edits() {}

    static List<Change> of(List<String> removed, List<String> added) {
        List<Change> changes = new ArrayList<>();
        List<String> came = new ArrayList<>(added);
        for (String gone : removed) {
            Optional<String> edited = came.size() > MOST_COMPARED ? Optional.empty() : nearest(gone, came);
            edited.ifPresent(came::remove);
            changes.add(Change.of(
                    edited.isPresent() ? Kind.BLOCK_EDITED : Kind.BLOCK_REMOVED, "", Optional.of(gone), edited));
        }
        came.forEach(block -> changes.add(Change.of(Kind.BLOCK_ADDED, "", Optional.empty(), Optional.of(block))));
        return changes;
    }

    private static Optional<String> nearest(String gone, List<String> came) {
        String best = "";
        double most = 0;
        for (String one : came) {
            double alike = alike(gone, one);
            if (alike > most) {
                most = alike;
                best = one;
            }
        }
        return most >= ALIKE ? Optional.of(best) : Optional.empty();
    }

    /** Shared words of both (Dice), from 0 to 1. */
    static double alike(String one, String other) {
        Set<String> words = new HashSet<>(List.of(one.split(" ")));
        Set<String> others = new HashSet<>(List.of(other.split(" ")));
        int all = words.size() + others.size();
        words.retainAll(others);
        return 2.0 * words.size() / all;
    }
}
