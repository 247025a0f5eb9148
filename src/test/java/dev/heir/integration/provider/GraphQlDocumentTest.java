package dev.heir.integration.provider;

import static dev.heir.integration.provider.GraphQlDocument.Kind.MUTATION;
import static dev.heir.integration.provider.GraphQlDocument.Kind.QUERY;
import static dev.heir.integration.provider.GraphQlDocument.Kind.SUBSCRIPTION;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be repeated, read from a GraphQL document. */
class GraphQlDocumentTest {

    private static List<GraphQlDocument.Named> operations(String text) {
        return GraphQlDocument.parse(text).map(GraphQlDocument::operations).orElse(List.of());
    }

    private static GraphQlDocument.Named named(GraphQlDocument.Kind kind, String name) {
        return new GraphQlDocument.Named(kind, Optional.of(name).filter(one -> !one.isEmpty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ shop { name } }",
                "query { a }",
                "# mutation { b }\nquery{a}",
                "query($f: F = {a: [1, {b: \"}\"}]}) @live(if: true) { a(x: \"mutation {\") }",
                "\uFEFF, { a(text: \"\"\"a \" \"\" \\\"\"\" } mutation {\"\"\") }",
                "fragment mutation on Shop { id } query { ...mutation }",
                "{ mutation: a, subscription { query } }"
            })
    void a_query_is_one_whatever_stands_in_its_strings_and_comments(String text) {
        assertThat(operations(text)).containsExactly(named(QUERY, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mutation { a }",
                "mutation # query\n{ a }",
                "fragment F on A { b } mutation ($x: Int) { a(x: $x) }",
                "mutation @dir { a }"
            })
    void a_mutation_is_one_wherever_it_stands(String text) {
        assertThat(operations(text)).containsExactly(named(MUTATION, ""));
    }

    @Test
    void several_are_told_apart_by_their_names() {
        GraphQlDocument document = GraphQlDocument.parse(
                        "query Read($id: ID!) { a } mutation Write { b } subscription Hear { c }")
                .orElseThrow();
        assertThat(document.operations())
                .containsExactly(named(QUERY, "Read"), named(MUTATION, "Write"), named(SUBSCRIPTION, "Hear"));
        assertThat(document.operation(Optional.of("Write"))).contains(named(MUTATION, "Write"));
        assertThat(document.operation(Optional.of("Other"))).isEmpty();
        assertThat(document.operation(Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "query", "query {", "{ a ) }", "}", "{ a(x: \"", "type A { b: C }", "fragment F on A { b }"})
    void what_is_no_document_is_none(String text) {
        assertThat(GraphQlDocument.parse(text)).isEmpty();
    }

    @Test
    void an_operation_of_a_graphql_provider_is_posted_and_as_safe_as_its_document() {
        Provider shop = ProviderDocument.read(
                "shop",
                Map.of(
                        "baseUrl",
                        "https://shop.example",
                        "protocol",
                        "graphql",
                        "operations",
                        Map.of(
                                "read", Map.of("query", "{ shop { name } }"),
                                "write", Map.of("query", "mutation { touch }", "post", "/api/graphql"),
                                "any", Map.of())));
        assertThat(shop.operations().get("read"))
                .extracting(Operation::method, Operation::path, Operation::safe)
                .containsExactly("POST", "/graphql", true);
        assertThat(shop.operations().get("write"))
                .extracting(Operation::method, Operation::path, Operation::safe)
                .containsExactly("POST", "/api/graphql", false);
        assertThat(shop.operations().get("any")).extracting(Operation::safe).isEqualTo(false);
        assertThat(shop.protocol()).isEqualTo(new Protocol.GraphQl(Optional.empty()));
    }
}
