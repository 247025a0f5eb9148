package dev.heir.integration.provider.openapi;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks into the schema of an answer, through references and what it is composed of, a few levels deep. */
final class Members {

    private static final int DEEPEST = 4; // of parts within parts; a circle of them never ends

    private final References references;

    Members(References references) {
        this.references = references;
    }

    /** What an answer's body is like, where it is JSON. */
    Optional<Node> body(Node answer) {
        return answer.members("content").entrySet().stream()
                .filter(type -> type.getKey().contains("json"))
                .findFirst()
                .flatMap(type -> type.getValue().at("schema"))
                .flatMap(references::follow);
    }

    /** An object's members by name, also those of all its parts. */
    Map<String, Node> of(Node schema) {
        Map<String, Node> members = new LinkedHashMap<>();
        collect(schema, members, 0);
        return members;
    }

    private void collect(Node schema, Map<String, Node> into, int depth) {
        schema.members("properties")
                .forEach((name, member) -> references.follow(member).ifPresent(found -> into.putIfAbsent(name, found)));
        if (depth < DEEPEST) {
            schema.items("allOf")
                    .forEach(part -> references.follow(part).ifPresent(found -> collect(found, into, depth + 1)));
        }
    }

    /** Where a member with one of these names is, in the object or in one that it holds. */
    Optional<String> find(Node schema, Set<String> names, String type) {
        Map<String, Node> members = of(schema);
        return named(members, names, type).or(() -> members.entrySet().stream()
                .flatMap(outer ->
                        named(of(outer.getValue()), names, type).map(inner -> pointer(outer.getKey()) + inner).stream())
                .findFirst());
    }

    private Optional<String> named(Map<String, Node> members, Set<String> names, String type) {
        return members.entrySet().stream()
                .filter(member -> names.contains(Pages.plain(member.getKey())))
                .filter(member -> is(member.getValue(), type))
                .findFirst()
                .map(member -> pointer(member.getKey()));
    }

    /** Also where it may be null as well. */
    boolean is(Node schema, String type) {
        return schema.text("type").filter(type::equals).isPresent()
                || schema.items("type").stream().anyMatch(one -> type.equals(one.value()));
    }

    static String pointer(String member) {
        return "/" + member.replace("~", "~0").replace("/", "~1");
    }
}
