package dev.heir.integration.provider.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a document and where it stands. Read leniently: what is of another type than it should be is as if it were
 * not there, since documents that others wrote have flaws that are none of ours.
 */
record Node(String path, @Nullable Object value) {

    Optional<Node> at(String key) {
        return value instanceof Map<?, ?> map && map.get(key) != null
                ? Optional.of(new Node(below(key), map.get(key)))
                : Optional.empty();
    }

    Optional<Node> at(String key, String... further) {
        Optional<Node> node = at(key);
        for (String next : further) {
            node = node.flatMap(each -> each.at(next));
        }
        return node;
    }

    boolean has(String key) {
        return value instanceof Map<?, ?> map && map.get(key) != null;
    }

    boolean isTrue(String key) {
        return value instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get(key));
    }

    Optional<String> text(String key) {
        return value instanceof Map<?, ?> map && map.get(key) instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }

    /** By key, in order; none when it is no map. */
    Map<String, Node> members() {
        Map<String, Node> members = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, child) -> members.put(String.valueOf(key), new Node(below(String.valueOf(key)), child)));
        }
        return members;
    }

    Map<String, Node> members(String key) {
        return at(key).map(Node::members).orElse(Map.of());
    }

    /** In order; none when it is no list. */
    List<Node> items() {
        List<Node> items = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object child : list) {
                items.add(new Node(path + "[" + items.size() + "]", child));
            }
        }
        return items;
    }

    List<Node> items(String key) {
        return at(key).map(Node::items).orElse(List.of());
    }

    private String below(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
