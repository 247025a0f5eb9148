package dev.heir.integration.scrape.extract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of JSONPath (RFC 9535) that finds values by their place: {@code $.a.b[0]['c d'][-1][*].*..name}. Filters and
 * slices are refused, not misread.
 */
public record JsonPath(String text, List<Step> steps) {

    private static final int MOST = 10_000;
    private static final int DEEPEST = 200;
    private static final Pattern STEP = Pattern.compile("\\.\\.(?<deep>[\\w\\-@:]+|\\*)|\\.(?<name>[\\w\\-@:]+|\\*)"
            + "|\\[(?<index>-?\\d{1,9})]|\\[(?<all>\\*)]|\\['(?<quoted>[^']*)']|\\[\"(?<double>[^\"]*)\"]");

    /** One step down. */
    public sealed interface Step {

        record Name(String name) implements Step {}

        record Index(int index) implements Step {}

        record All() implements Step {}

        /** Wherever below. */
        record Deep(String name) implements Step {}
    }

    public JsonPath {
        steps = List.copyOf(steps);
    }

    /** @throws IllegalArgumentException with the place where it cannot be read on */
    public static JsonPath parse(String given) {
        String text = given.strip();
        String path = text.startsWith("$")
                ? text.substring(1)
                : text.startsWith("[") || text.startsWith(".") ? text : "." + text;
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(path);
        int at = 0;
        while (at < path.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new IllegalArgumentException("must be a JSONPath of names, indexes and * such as"
                        + " $.offers[0].price; cannot be read from '" + path.substring(at) + "'");
            }
            steps.add(step(matcher));
            at = matcher.end();
        }
        return new JsonPath(text, steps);
    }

    private static Step step(Matcher matcher) {
        if (matcher.group("deep") != null) {
            return new Step.Deep(matcher.group("deep"));
        }
        if (matcher.group("index") != null) {
            return new Step.Index(Integer.parseInt(matcher.group("index")));
        }
        if (matcher.group("all") != null || "*".equals(matcher.group("name"))) {
            return new Step.All();
        }
        String quoted = matcher.group("quoted") != null ? matcher.group("quoted") : matcher.group("double");
        return new Step.Name(quoted != null ? quoted : matcher.group("name"));
    }

    /** Where a value of this name stands beside the one that is looked for. */
    JsonPath beside(String name) {
        List<Step> others = new ArrayList<>(steps.subList(0, Math.max(0, steps.size() - 1)));
        others.add(new Step.Name(name));
        return new JsonPath(text, others);
    }

    /** In the order of the document; a list where a name is asked for is looked through, as people expect of pages. */
    public List<JsonNode> find(JsonNode root) {
        List<JsonNode> found = List.of(root);
        for (Step step : steps) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : found) {
                take(step, node, next);
            }
            found = next;
        }
        return found;
    }

    private static void take(Step step, JsonNode node, List<JsonNode> into) {
        if (into.size() >= MOST) {
            return;
        }
        switch (step) {
            case Step.Name(String name) -> {
                if (node.isArray()) {
                    node.forEach(each -> add(each.get(name), into));
                } else {
                    add(node.get(name), into);
                }
            }
            case Step.Index(int index) -> add(node.get(index < 0 ? node.size() + index : index), into);
            case Step.All all -> node.forEach(each -> add(each, into));
            case Step.Deep(String name) -> deep(name, node, into, 0);
        }
    }

    private static void deep(String name, JsonNode node, List<JsonNode> into, int depth) {
        if (depth > DEEPEST) {
            return;
        }
        if (name.equals("*")) {
            node.forEach(each -> add(each, into));
        } else {
            add(node.get(name), into);
        }
        node.forEach(each -> deep(name, each, into, depth + 1));
    }

    private static void add(JsonNode node, List<JsonNode> into) {
        if (node != null && into.size() < MOST) {
            into.add(node);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
