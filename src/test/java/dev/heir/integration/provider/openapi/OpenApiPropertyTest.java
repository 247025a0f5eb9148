package dev.heir.integration.provider.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Operation;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.ProviderDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a document says of its operations, what is made of it is a provider's document that we take. */
class OpenApiPropertyTest {

    private static final List<String> KEYS = List.of(
            "get",
            "post",
            "trace",
            "parameters",
            "operationId",
            "responses",
            "200",
            "content",
            "application/json",
            "schema",
            "$ref",
            "properties",
            "allOf",
            "items",
            "type",
            "nullable",
            "enum",
            "name",
            "in",
            "security",
            "servers",
            "headers",
            "Link");
    private static final List<Object> WORDS = List.of(
            "#/paths",
            "#/components/schemas/A",
            "#/components/schemas/B",
            "query",
            "header",
            "Idempotency-Key",
            "cursor",
            "string",
            "\0",
            "",
            "ä/ö ü",
            true,
            7,
            List.of());

    @Property(tries = 100)
    void every_document_that_is_made_is_one_of_ours(
            @ForAll("paths") Map<String, Object> paths, @ForAll("trees") Map<String, Object> schemas) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", paths.size() % 2 == 0 ? "3.0.1" : "3.1.0");
        document.put("servers", List.of(Map.of("url", "https://api.example.com")));
        document.put("paths", paths);
        document.put(
                "components", Map.of("schemas", Map.of("A", schemas, "B", Map.of("$ref", "#/components/schemas/A"))));

        Made made = OpenApi.read(document);

        Provider provider = ProviderDocument.read("any", made.document());
        assertThat(provider.operations()).hasSize(made.summary().operations());
        assertThat(provider.operations().values()).filteredOn(Operation::safe).allMatch(one -> !one.method()
                .equals("POST"));
        provider.operations().keySet().forEach(name -> assertThat(Contract.of(made.contract(), name))
                .isPresent());
    }

    @Property(tries = 100)
    void any_tree_is_taken_or_refused_with_its_flaws(@ForAll("trees") Map<String, Object> tree) {
        Map<String, Object> document = new LinkedHashMap<>(tree);
        document.put("openapi", "3.1.0");
        try {
            OpenApi.read(document);
        } catch (InvalidInput refused) {
            assertThat(refused.flaws()).isNotEmpty();
        }
    }

    @Provide
    Arbitrary<Map<String, Object>> paths() {
        Arbitrary<String> path = Arbitraries.strings()
                .withChars("ab/{}.-_?=&%2e ä+")
                .ofMaxLength(16)
                .map(text -> "/" + text);
        return Arbitraries.maps(path, trees().map(Object.class::cast)).ofMaxSize(6);
    }

    @Provide
    Arbitrary<Map<String, Object>> trees() {
        return tree(5);
    }

    private static Arbitrary<Map<String, Object>> tree(int depth) {
        Arbitrary<Object> leaf = Arbitraries.of(WORDS);
        Arbitrary<Object> value = depth == 0
                ? leaf
                : Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(2, leaf),
                        net.jqwik.api.Tuple.of(4, tree(depth - 1).map(Object.class::cast)),
                        net.jqwik.api.Tuple.of(
                                1, tree(depth - 1).list().ofMaxSize(2).map(Object.class::cast)));
        return Arbitraries.maps(Arbitraries.of(KEYS), value).ofMaxSize(4);
    }
}
