package dev.heir.integration.provider.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Operation;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.ProviderDocument;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenApiTest {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Test
    void paths_become_operations_that_our_own_document_takes() throws IOException {
        Provider shop = provider("""
                openapi: 3.0.3
                info: { title: Shop, version: "7" }
                servers: [{ url: https://api.shop.example/v1/ }]
                paths:
                  /orders:
                    get: { operationId: list-orders, responses: {} }
                    post:
                      operationId: orders/create
                      parameters: [{ name: Idempotency-Key, in: header, schema: { type: string } }]
                  /orders/{order-id}.json: { get: { responses: {} }, head: {}, options: {}, delete: {} }
                """);

        assertThat(shop.baseUrl()).hasToString("https://api.shop.example/v1");
        assertThat(shop.operations())
                .containsOnlyKeys(
                        "list-orders",
                        "orders-create",
                        "get-orders-order-id-.json",
                        "head-orders-order-id-.json",
                        "options-orders-order-id-.json",
                        "delete-orders-order-id-.json");
        Operation create = operation(shop, "orders-create");
        assertThat(create.method()).isEqualTo("POST");
        assertThat(create.safe()).isFalse();
        assertThat(create.idempotencyHeader()).contains("Idempotency-Key");
        assertThat(operation(shop, "get-orders-order-id-.json").path()).isEqualTo("/orders/{order-id}.json");
        assertThat(shop.operations().values().stream().filter(Operation::safe)).hasSize(4);
    }

    @Test
    void the_same_operation_keeps_its_name_wherever_it_stands_and_no_two_have_one() throws IOException {
        String a = "/a: { get: { operationId: x/y } }\n  ";
        String b = "/b: { get: { operationId: x y } }\n  ";
        String longer = "/c: { get: { operationId: " + "n".repeat(80) + " } }\n  ";

        Map<String, Operation> one =
                provider(document("paths:\n  " + a + b + longer)).operations();
        Map<String, Operation> other =
                provider(document("paths:\n  " + longer + a + b)).operations();

        assertThat(one).hasSize(3).containsKey("x-y").isEqualTo(other);
        assertThat(one.keySet()).allMatch(name -> name.length() <= 64);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "200: { headers: { Link: {} } }              | -                     | { style: link-header }",
                "200: { $ref: '#/components/responses/linked' } | -                  | { style: link-header, items: /items }",
                "200: { $ref: '#/components/responses/list' } | { name: skip, schema: { type: integer } } | { style: offset, param: skip }",
                "200: { $ref: '#/components/responses/list' } | { name: page, schema: { default: 0 } } | { style: page-number, param: page, first: 0 }",
                "200: { $ref: '#/components/responses/linked' } | { name: page }      | { style: link-header, items: /items }",
                "200: { $ref: '#/components/responses/next' } | { name: page }        | { style: next-url, items: /results, next: /links/next }",
                "200: { $ref: '#/components/responses/meta' } | { name: pageToken }   | { style: cursor, param: pageToken, items: /data, next: /meta/next_cursor, more: /meta/has_more }",
                "200: { $ref: '#/components/responses/more' } | { name: starting_after } | { style: cursor, param: starting_after, items: /data, lastItem: /id, more: /has_more }",
                // what could not be followed to its end is told, not guessed
                "200: { $ref: '#/components/responses/more' } | { name: cursor }      | -",
                "200: { $ref: '#/components/responses/two' }  | { name: page }        | -",
                "200: {}                                      | { name: page }        | -",
                "200: { $ref: '#/components/responses/list' } | { name: after, schema: { format: date-time } } | -",
                "200: { $ref: '#/components/responses/list' } | -                     | -",
            })
    void lists_that_go_on_say_how(String responses, String parameter, String hint) throws IOException {
        Made made = made(document("""
                paths: { /list: { parameters: %s, get: { operationId: list, responses: { %s } }, post: { responses: { %s } } } }
                components:
                  responses:
                    linked: { headers: { link: {} }, content: { application/json: { schema: { type: object, properties: { n: {}, items: { $ref: '#/components/schemas/List' } } } } } }
                    list: { content: { application/json: { schema: { $ref: '#/components/schemas/List' } } } }
                    next: { content: { application/hal+json: { schema: { $ref: '#/components/schemas/Page' } } } }
                    meta: { content: { application/json: { schema: { properties: { errors: { type: array }, data: { type: array }, meta: { properties: { next_cursor: { type: string }, has_more: { type: boolean } } } } } } } }
                    more: { content: { application/json: { schema: { properties: { data: { type: array }, has_more: { type: boolean } } } } } }
                    two: { content: { application/json: { schema: { properties: { a: { type: array }, b: { type: array } } } } } }
                  schemas:
                    List: { type: array, items: { type: string } }
                    Page: { allOf: [{ $ref: '#/components/schemas/Links' }, { properties: { results: { type: array } } }, { $ref: '#/components/schemas/Page' }] }
                    Links: { properties: { links: { type: object, properties: { next: { type: [string, 'null'] } } } } }
                """.formatted(
                        parameter == null ? "[]" : "[" + parameter.replaceFirst("}$", ", in: query }") + "]",
                        responses,
                        responses)));

        assertThat(new Node("", made.document()).at("operations", "list", "pagination"))
                .map(Node::value)
                .isEqualTo(Optional.ofNullable(hint == null ? null : tree(hint)));
        assertThat(provider(made).operations().values())
                .filteredOn(one -> one.pagination().isPresent())
                .hasSize(hint == null ? 0 : 1);
    }

    @Test
    void what_the_document_cannot_say_is_said_by_an_extension_of_it_or_by_ours_around_it() throws IOException {
        String paths = """
                paths:
                  /orders:
                    get: { operationId: orders/list, x-integration: { cache: 60s } }
                    post: { operationId: orders/create, x-integration: false }
                """;
        String ours = """
                internal: true
                baseUrl: http://127.0.0.1:8001
                limits: [{ requests: 40, per: 1s }]
                credentials: [shop-key]
                operations: { orders/list: { cost: 2 }, ping: { get: /ping } }
                """;

        Provider within = provider(document(paths) + "x-integration:\n" + ours.indent(2));
        Provider around = provider(ours + "openapi:\n" + document(paths).indent(2));

        assertThat(within).isEqualTo(around);
        assertThat(within.baseUrl()).hasToString("http://127.0.0.1:8001");
        assertThat(within.credentials()).containsExactly("shop-key");
        assertThat(within.operations()).containsOnlyKeys("orders-list", "ping");
        assertThat(operation(within, "orders-list").cost()).isEqualTo(2);
        assertThat(operation(within, "orders-list").cache()).contains(java.time.Duration.ofSeconds(60));
    }

    @Test
    void a_server_s_variables_have_their_defaults_and_of_several_servers_the_first_is_used() throws IOException {
        Made made = made("""
                openapi: 3.1.0
                servers:
                  - url: "https://{region}.example.com:{port}/v2"
                    variables: { region: { default: eu, enum: [eu, us] }, port: { default: 8443 } }
                  - url: https://sandbox.example.com
                paths: { /a: { get: {} } }
                """);

        assertThat(made.document()).containsEntry("baseUrl", "https://eu.example.com:8443/v2");
        assertThat(made.remarks())
                .extracting(Flaw::path, Flaw::value)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("servers[0].url", "{region}"),
                        org.assertj.core.groups.Tuple.tuple("servers", "https://sandbox.example.com"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ swagger: '2.0', paths: {} }                                        | swagger            | 2.0",
                "{ openapi: '2.0', servers: [{ url: https://a.example }] }            | openapi            | 2.0",
                "{ openapi: '4.0.0', servers: [{ url: https://a.example }] }          | openapi            | 4.0.0",
                "{ openapi: 3.1.0, servers: [{ url: /api/v3 }] }                      | servers[0].url     | /api/v3",
                "{ openapi: 3.1.0, paths: {} }                                        | servers[0].url     | nothing",
                "{ openapi: 3.1.0, servers: [{ url: 'https://{host}' }] }             | baseUrl            | https://{host}",
                "{ openapi: 3.1.0, servers: [{ url: http://169.254.169.254/v1 }] }    | baseUrl            | http://169.254.169.254/v1",
                "{ openapi: { openapi: 3.1.0 } }                                      | openapi.servers[0].url | nothing",
                "{ openapi: 3.1.0, x-integration: text }                              | x-integration      | text",
                "{ openapi: 3.1.0, x-integration: { baseUrl: https://a.example, limit: 3 } } | x-integration.limit | 3",
                "{ openapi: { openapi: 3.1.0 }, baseUrl: https://a.example, limit: 3 }       | limit        | 3",
                "{ openapi: 3.1.0, servers: [{ url: https://a.example }], paths: { /a: { get: { x-integration: { cash: 1s } } } } } | operations.get-a.cash | 1s",
            })
    void what_cannot_be_taken_is_a_flaw_where_it_was_written(String yaml, String path, String value)
            throws IOException {
        Map<String, Object> tree = tree(yaml);

        InvalidInput invalid = catchThrowableOfType(InvalidInput.class, () -> accepted(tree));

        assertThat(invalid.flaws())
                .extracting(Flaw::path, Flaw::value)
                .contains(org.assertj.core.groups.Tuple.tuple(path, value));
    }

    @Test
    void what_is_not_understood_is_left_out_and_told_with_its_path() throws IOException {
        Made made = made(document("""
                webhooks: { paid: { post: {} } }
                paths:
                  /a: { trace: {}, get: { callbacks: { done: {} } } }
                  /b: { get: {}, servers: [{ url: https://files.example.com }] }
                  /c: { $ref: other.yaml#/c }
                  /d: { $ref: '#/paths/~1d' }
                  no-slash: { get: {} }
                  /../up: { get: {} }
                  "/{+name}": { get: {} }
                  x-note: something
                """));

        assertThat(made.summary().operations()).isEqualTo(2);
        assertThat(made.remarks())
                .extracting(Flaw::path)
                .contains(
                        "webhooks",
                        "paths./a.trace",
                        "paths./a.get.callbacks",
                        "paths./b.servers",
                        "paths./c",
                        "paths./d",
                        "paths.no-slash",
                        "paths./../up.get",
                        "paths./{+name}.get");
        assertThat(operation(provider(made), "get-name").path()).isEqualTo("/{name}");
    }

    @Test
    void security_schemes_become_the_kinds_of_credential_that_are_needed() throws IOException {
        Made made = made(document("""
                security: [{ key: [] }]
                paths:
                  /a: { get: {}, post: { security: [{ token: [] }, { machine: [read] }] } }
                  /b: { get: { security: [] } }
                components:
                  securitySchemes:
                    key: { type: apiKey, in: header, name: X-Key }
                    asked: { type: apiKey, in: query, name: key }
                    biscuit: { type: apiKey, in: cookie, name: session }
                    token: { type: http, scheme: Bearer }
                    user: { type: http, scheme: basic }
                    machine:
                      type: oauth2
                      flows: { clientCredentials: { tokenUrl: https://id.example.com/token, scopes: { read: "", write: "" } } }
                    person: { type: oauth2, flows: { authorizationCode: { tokenUrl: https://id.example.com/token } } }
                    certificate: { type: mutualTLS }
                """));

        assertThat(made.summary().credentials())
                .extracting(NeededCredential::scheme, NeededCredential::operations, NeededCredential::document)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("key", 1, Map.of("kind", "api-key", "header", "X-Key")),
                        org.assertj.core.groups.Tuple.tuple("asked", 0, Map.of("kind", "api-key", "query", "key")),
                        org.assertj.core.groups.Tuple.tuple("biscuit", 0, Map.of()),
                        org.assertj.core.groups.Tuple.tuple("token", 1, Map.of("kind", "bearer")),
                        org.assertj.core.groups.Tuple.tuple("user", 0, Map.of("kind", "basic")),
                        org.assertj.core.groups.Tuple.tuple(
                                "machine",
                                1,
                                Map.of(
                                        "kind",
                                        "oauth2-client-credentials",
                                        "tokenUrl",
                                        "https://id.example.com/token")),
                        org.assertj.core.groups.Tuple.tuple("person", 0, Map.of("kind", "bearer")),
                        org.assertj.core.groups.Tuple.tuple("certificate", 0, Map.of()));
    }

    @Test
    void schemas_are_kept_in_json_schema_s_words_and_circles_stay_references() throws IOException {
        Made made = made("""
                openapi: 3.0.3
                servers: [{ url: https://api.example.com }]
                paths:
                  /nodes:
                    post:
                      operationId: add
                      parameters: [{ name: dry, in: query, required: true, schema: { type: boolean, example: true } }]
                      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Node' } } } }
                      responses:
                        "201": { content: { application/json: { schema: { $ref: '#/components/schemas/Node' } } } }
                        default: { $ref: '#/components/responses/Failed' }
                components:
                  responses: { Failed: { content: { application/problem+json: { schema: { type: object, properties: { description: { type: string, description: why } } } } } } }
                  schemas:
                    Node:
                      description: a tree
                      type: object
                      required: [name]
                      properties:
                        name: { type: string, nullable: true, enum: [a, b] }
                        weight: { type: number, minimum: 0, exclusiveMinimum: true, x-unit: kg }
                        children: { type: array, items: { $ref: '#/components/schemas/Node' } }
                        owner: { nullable: true, allOf: [{ $ref: '#/components/schemas/Owner' }] }
                    Owner: { type: object, additionalProperties: false, properties: { home: { $ref: 'other.json#/Home' } } }
                    Unused: { type: string }
                """);

        Map<String, Object> cut = Contract.of(made.contract(), "add").orElseThrow();
        assertThat(cut.get("request"))
                .isEqualTo(Map.of(
                        "required", true, "content", Map.of("application/json", Map.of("$ref", "#/$defs/Node"))));
        assertThat(cut.get("parameters"))
                .isEqualTo(List.of(
                        Map.of("name", "dry", "in", "query", "required", true, "schema", Map.of("type", "boolean"))));
        assertThat(cut.get("responses"))
                .isEqualTo(Map.of(
                        "201",
                        Map.of("application/json", Map.of("$ref", "#/$defs/Node")),
                        "default",
                        Map.of(
                                "application/problem+json",
                                Map.of(
                                        "type",
                                        "object",
                                        "properties",
                                        Map.of("description", Map.of("type", "string"))))));
        Map<String, Object> name = new LinkedHashMap<>();
        name.put("type", List.of("string", "null"));
        name.put("enum", java.util.Arrays.asList("a", "b", null));
        assertThat(cut.get("$defs"))
                .isEqualTo(Map.of(
                        "Node",
                        Map.of(
                                "type",
                                "object",
                                "required",
                                List.of("name"),
                                "properties",
                                Map.of(
                                        "name",
                                        name,
                                        "weight",
                                        Map.of("type", "number", "exclusiveMinimum", 0),
                                        "children",
                                        Map.of("type", "array", "items", Map.of("$ref", "#/$defs/Node")),
                                        "owner",
                                        Map.of(
                                                "anyOf",
                                                List.of(
                                                        Map.of("allOf", List.of(Map.of("$ref", "#/$defs/Owner"))),
                                                        Map.of("type", "null"))))),
                        "Owner",
                        Map.of(
                                "type",
                                "object",
                                "additionalProperties",
                                false,
                                "properties",
                                Map.of("home", Map.of()))));
        assertThat(made.remarks()).extracting(Flaw::value).contains("other.json#/Home");
    }

    @Test
    @Timeout(20)
    void a_document_that_unfolds_without_end_is_refused_and_one_of_circles_is_not() throws IOException {
        StringBuilder paths = new StringBuilder("paths:\n");
        for (int i = 0; i < 2_000; i++) {
            paths.append("  /p").append(i).append(": { $ref: '#/components/pathItems/big' }\n");
        }
        String wide =
                "components:\n  pathItems:\n    big:\n      get: { responses: { '200': { content: { a/json: { schema: { enum: ["
                        + "1,".repeat(2_000) + "1] } } } } } }\n";
        Map<String, Object> bomb = tree(document(paths + wide));
        assertThat(catchThrowableOfType(InvalidInput.class, () -> OpenApi.read(bomb)))
                .hasMessageContaining("values");

        Made circles = made(document("""
                paths: { /a: { get: { responses: { '200': { content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } } } } } }
                components: { schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } } }
                """));
        assertThat(circles.contract().get("$defs"))
                .isEqualTo(Map.of("A", Map.of("$ref", "#/$defs/B"), "B", Map.of("$ref", "#/$defs/A")));
    }

    @Test
    void what_postgresql_cannot_hold_does_not_get_that_far() throws IOException {
        Made made = made(document("""
                paths: { /a: { get: { responses: { '200': { content: { application/json: { schema:
                  { default: "a\\0b", maximum: 1e999999999, "properties": { "x\\0": { type: string } } } } } } } } } }
                """));

        assertThat(made.contract().toString()).doesNotContain("\0").doesNotContain("999999999");
        assertThat(made.remarks()).extracting(Flaw::reason).contains("is left out: it has too many digits");
    }

    private static String document(String rest) {
        return "openapi: 3.1.0\nservers: [{ url: https://api.example.com }]\n" + rest;
    }

    private static Operation operation(Provider provider, String name) {
        return Optional.ofNullable(provider.operations().get(name)).orElseThrow();
    }

    private static Provider provider(String yaml) throws IOException {
        return accepted(tree(yaml));
    }

    private static Provider accepted(Map<String, Object> tree) {
        Made made = OpenApi.read(tree);
        try {
            return provider(made);
        } catch (InvalidInput invalid) {
            throw new InvalidInput(made.own().told(invalid.flaws()));
        }
    }

    private static Provider provider(Made made) {
        return ProviderDocument.read("shop", made.document());
    }

    private static Made made(String yaml) throws IOException {
        return OpenApi.read(tree(yaml));
    }

    private static Map<String, Object> tree(String yaml) throws IOException {
        return YAML.readValue(yaml, new TypeReference<>() {});
    }
}
