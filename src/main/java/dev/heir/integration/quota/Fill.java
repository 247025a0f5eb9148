package dev.heir.integration.quota;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weighted max-min fairness: everyone gets what it asks for, up to its weight's share; what some leave is filled in for
 * the others, again by weight. So an idle share is lent in whole and nobody can be pushed below its own.
 */
final class Fill {

    private Fill() {}

    /**
     * @param weight 0 gets only what all others leave
     * @param demand units it could use
     */
    record Part(String name, double weight, double demand) {}

    /** @return each part's share; together never more than {@code capacity}, and all of it when the demand is there */
    static Map<String, Double> shares(double capacity, List<Part> parts) {
        Map<String, Double> shares = new LinkedHashMap<>();
        List<Part> weighty = parts.stream().filter(part -> part.weight() > 0).toList();
        List<Part> others = parts.stream()
                .filter(part -> part.weight() <= 0)
                .map(part -> new Part(part.name(), 1, part.demand()))
                .toList();
        pour(pour(Math.max(0, capacity), weighty, shares), others, shares);
        return shares;
    }

    /** @return what is left */
    private static double pour(double capacity, List<Part> parts, Map<String, Double> shares) {
        List<Part> thirsty = new ArrayList<>(parts);
        thirsty.sort(Comparator.comparingDouble(part -> part.demand() / part.weight()));
        double left = capacity;
        double weights = thirsty.stream().mapToDouble(Part::weight).sum();
        for (Part part : thirsty) {
            double share = Math.min(part.demand(), left * part.weight() / weights);
            shares.put(part.name(), share);
            left -= share;
            weights -= part.weight();
        }
        return left;
    }
}
