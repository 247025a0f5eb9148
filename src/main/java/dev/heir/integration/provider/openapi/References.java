package dev.heir.integration.provider.openapi;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows references inside the document (RFC 6901, as a URI's fragment); those out of it are never fetched. */
final class References {

    /** More than any document needs; a circle never ends. */
    private static final int LONGEST_CHAIN = 16;

    private final Node root;
    private final Remarks remarks;

    References(Node root, Remarks remarks) {
        this.root = root;
        this.remarks = remarks;
    }

    /** What stands at the end of the references, or the node itself when it is none; empty with a remark. */
    Optional<Node> follow(Node node) {
        Node at = node;
        for (int hops = 0; hops < LONGEST_CHAIN; hops++) {
            Optional<String> reference = at.text("$ref");
            if (reference.isEmpty()) {
                return Optional.of(at);
            }
            Optional<Node> target = target(reference.get());
            if (target.isEmpty()) {
                remarks.add(
                        node.path(),
                        reference.get(),
                        "is left out: it refers to something that is not in this document, and nothing is fetched");
                return Optional.empty();
            }
            at = target.get();
        }
        remarks.add(node.path(), node.text("$ref").orElse(""), "is left out: its references lead in a circle");
        return Optional.empty();
    }

    /** What a reference names; empty when there is no such thing here. */
    Optional<Node> target(String reference) {
        if (!reference.startsWith("#/")) {
            return Optional.empty();
        }
        Optional<Node> node = Optional.of(root);
        for (String step : steps(reference)) {
            node = node.flatMap(each -> each.value() instanceof List<?> ? item(each, step) : each.at(step));
        }
        return node.filter(found -> found.value() instanceof Map || found.value() instanceof Boolean);
    }

    /** The last step of a reference: the name that its writer gave it. */
    static String name(String reference) {
        List<String> steps = steps(reference);
        return steps.isEmpty() ? "" : steps.getLast();
    }

    private static List<String> steps(String reference) {
        String pointer = reference.startsWith("#/") ? reference.substring(2) : reference;
        return List.of(pointer.split("/", -1)).stream()
                .map(References::decoded)
                .map(step -> step.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    private static String decoded(String step) {
        try {
            return URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noEscape) {
            return step;
        }
    }

    private static Optional<Node> item(Node list, String step) {
        List<Node> items = list.items();
        return step.matches("0|[1-9]\\d{0,6}") && Integer.parseInt(step) < items.size()
                ? Optional.of(items.get(Integer.parseInt(step)))
                : Optional.empty();
    }
}
