package dev.heir.integration.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderDocumentTest {

    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void the_document_of_the_specification_is_accepted() throws IOException {
        Provider shopify = ProviderDocument.read("shopify", sample("provider-shopify.yaml"));

        assertThat(shopify.baseUrl()).isEqualTo(URI.create("https://example.myshopify.com/admin/api/2025-10"));
        assertThat(shopify.criticality()).isEqualTo(Criticality.HIGH);
        assertThat(shopify.limits())
                .containsExactly(
                        Limit.ofRequests(40, new LimitWindow.Rolling(Duration.ofSeconds(1))),
                        Limit.ofRequests(50_000, new CalendarDays(1, ZoneId.of("UTC"))));
        assertThat(shopify.operations())
                .containsOnlyKeys("list-orders")
                .containsValue(new Operation(
                        "list-orders",
                        "GET",
                        "/orders.json",
                        true,
                        Optional.of(Duration.ofMinutes(1)),
                        Map.of("requests", 1L),
                        List.of(),
                        Provider.DEFAULT_TIMEOUT,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Pagination.usual(Pagination.Style.LINK_HEADER))));
        assertThat(shopify.alternatives()).containsExactly(URI.create("https://backup.example.com/admin/api/2025-10"));
        assertThat(shopify.fallback())
                .contains(new Fallback("orders-mirror", Map.of(), Optional.of("orders-mirror.yaml")));
        assertThat(shopify.degraded().bodyFor("list-orders")).contains(Map.of("orders", List.of()));
        assertThat(shopify.price()).contains(PriceModel.perCall(Money.parse("0.0004 USD")));
    }

    @Test
    void the_full_sample_is_accepted() throws IOException {
        Provider payments = ProviderDocument.read("payments", sample("provider-full.yaml"));

        assertThat(payments.operations().get("search"))
                .extracting(Operation::method, Operation::safe)
                .containsExactly("POST", true);
        assertThat(payments.operations().get("create-charge"))
                .extracting(
                        Operation::safe,
                        Operation::cost,
                        Operation::timeout,
                        Operation::readBack,
                        Operation::readBackAfter)
                .containsExactly(
                        false,
                        2L,
                        Duration.ofSeconds(20),
                        Optional.of("charge-of-key"),
                        Optional.of(Duration.ofSeconds(5)));
        assertThat(payments.degraded().bodyFor("get-charge")).contains(Map.of("status", "unknown"));
        assertThat(payments.degraded().bodyFor("ping")).contains(Map.of("available", false));
        assertThat(payments.fallback().orElseThrow().mapping())
                .containsEntry(
                        "get-charge",
                        new Fallback.Mapping(
                                "show-payment",
                                Map.of("id", "paymentId"),
                                Optional.empty(),
                                Optional.of(new Template.Members(
                                        Map.of("id", place("payment", "id"), "status", place("payment", "state"))))));
        assertThat(payments.probe()).contains(new Probe("ping", Duration.ofMinutes(5)));
        assertThat(payments.plans()).singleElement().extracting(Plan::name).isEqualTo("scale");
        assertThat(payments.credentials()).containsExactly("payments-live", "payments-second-account");
    }

    private static Template place(String... steps) {
        return Template.Place.of(new Pointer(List.of(steps)));
    }

    @Test
    void the_samples_of_other_protocols_are_accepted() throws IOException {
        assertThat(ProviderDocument.read("shop", sample("provider-graphql.yaml"))
                        .operations())
                .extractingByKeys("product", "rename")
                .extracting(Operation::safe)
                .containsExactly(true, false);
        assertThat(ProviderDocument.read("quotes", sample("provider-soap.yaml")).operations())
                .extractingByKey("price")
                .extracting(Operation::protocol)
                .isEqualTo(new Protocol.Soap(Protocol.Soap.Version.V1_1, Optional.of("urn:quotes:GetPrice")));
    }

    @Test
    void only_the_base_url_is_required_and_the_defaults_are_safe() {
        Provider plain = ProviderDocument.read("plain", Map.of("baseUrl", "https://api.example.com/"));

        assertThat(plain)
                .isEqualTo(new Provider(
                        "plain",
                        URI.create("https://api.example.com"),
                        Criticality.NORMAL,
                        List.of(),
                        TierShares.STANDARD,
                        Map.of(),
                        List.of(),
                        Optional.empty(),
                        Degraded.NONE,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        List.of(),
                        Duration.ofSeconds(10),
                        false,
                        Protocol.REST));
        assertThat(flaws(Map.of())).containsExactly(new Flaw("baseUrl", "nothing", "is required"));
    }

    @Test
    void all_flaws_are_told_at_once_each_with_its_path_and_value() throws IOException {
        assertThat(flaws("""
                provider: other
                baseUrl: ftp://api.example.com
                limits: [{ requests: 0, per: 1s }, { requests: 5, per: soon }]
                operations: { list-orders: { get: /orders, cost: "1" } }
                tiers: { critical: 60, important: 30, niceToHave: 20 }
                """))
                .extracting(Flaw::path, Flaw::value)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("provider", "other"),
                        org.assertj.core.groups.Tuple.tuple("baseUrl", "ftp://api.example.com"),
                        org.assertj.core.groups.Tuple.tuple("limits[0].requests", "0"),
                        org.assertj.core.groups.Tuple.tuple("limits[1].per", "soon"),
                        org.assertj.core.groups.Tuple.tuple("operations.list-orders.cost", "1"),
                        org.assertj.core.groups.Tuple.tuple("tiers", "110"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    baseURL: https://a.example            | baseURL                | did you mean 'baseUrl'?
                    limit: []                             | limit                  | did you mean 'limits'?
                    operatoins: {}                        | operatoins             | did you mean 'operations'?
                    colour: blue                          | colour                 | is not a known key
                    operations: {a: {get: /, cahce: 1s}}  | operations.a.cahce     | did you mean 'cache'?
                    limits: [{requests: 1, per: 1s, zon: UTC}] | limits[0].zon     | did you mean 'zone'?
                    tiers: {critical: 60, important: 30, nice: 10} | tiers.nice    | is not a known key
                    fallback: {provider: b, map: x}       | fallback.map           | is not a known key
                    degraded: {body: {}, status: 200}     | degraded.status        | is not a known key
                    """)
    void an_unknown_key_is_a_flaw(String yaml, String path, String reason) throws IOException {
        assertThat(flaws(yaml)).anySatisfy(flaw -> {
            assertThat(flaw.path()).isEqualTo(path);
            assertThat(flaw.reason()).contains(reason);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://api.example.com",
                "api.example.com",
                "https://",
                "https:///v1",
                "https://user:secret@api.example.com",
                "https://api.example.com/#top",
                "https://api.example.com/?a=b",
                "https://api.example.com/a/../b",
                "https://api.example.com:99999",
                "https://exa mple.com",
                "http://127.0.0.1:8080",
                "http://127.1",
                "http://2130706433",
                "http://0x7f000001",
                "http://0177.0.0.1",
                "http://10.1.2.3",
                "http://172.31.255.255",
                "http://192.168.0.1",
                "http://169.254.169.254/latest",
                "http://100.64.0.1",
                "http://0.0.0.0",
                "http://[::1]",
                "http://[::]",
                "http://[fd00::1]",
                "http://[fe80::1%25eth0]",
                "http://[::ffff:127.0.0.1]",
                "http://[::ffff:7f00:1]",
                "http://[64:ff9b::7f00:1]",
                "http://[2002:7f00:1::]",
                "http://localhost",
                "http://db.localhost.",
                "http://metadata.google.internal",
                "http://168.63.129.16",
                "http://[2606:4700::5efe:a9fe:a9fe]",
                "http://printer.local"
            })
    void a_bad_or_private_base_url_is_refused(String url) {
        assertThat(flaws(Map.of("baseUrl", url)))
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.path()).isEqualTo("baseUrl"))
                .satisfies(flaw -> assertThat(flaw.value()).doesNotContain("user:secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://1.1.1.1", "https://[2606:4700::1111]", "https://172.32.0.1", "https://a.example:8443"})
    void a_public_base_url_is_accepted(String url) {
        assertThat(ProviderDocument.read("a", Map.of("baseUrl", url)).baseUrl()).isEqualTo(URI.create(url));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTPS://api.example.com/v1", "Https://api.example.com/v1/"})
    void a_scheme_is_the_same_in_any_case_and_kept_in_one(String url) {
        assertThat(ProviderDocument.read("a", Map.of("baseUrl", url)).baseUrl())
                .isEqualTo(URI.create("https://api.example.com/v1"))
                .hasScheme("https");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254",
                "http://[64:ff9b::a9fe:a9fe]",
                "http://[64:ff9b:1::a9fe:a9fe]",
                "http://[2002:a9fe:a9fe::]",
                "http://[::169.254.169.254]",
                "http://[::ffff:0:169.254.169.254]",
                "http://[fe80::5efe:a9fe:a9fe]",
                "http://[fe80::200:5efe:a9fe:a9fe]",
                "http://[2001:0:a9fe:a9fe::]",
                "http://[2001::5601:5601]",
                "http://[fd00:ec2::23]",
                "http://[fd20:ce::254]",
                "http://168.63.129.16",
                "http://192.0.0.192",
                "http://metadata.azure.internal",
                "http://instance-data"
            })
    void where_a_cloud_keeps_credentials_not_even_an_internal_provider_lives(String url) {
        assertThat(flaws(Map.of("baseUrl", url, "internal", true)))
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.reason()).contains("credentials"));
    }

    @Test
    void what_goes_on_and_on_is_read_like_anything_else() {
        String pieces = "%41".repeat(2_700);
        assertThat(ProviderDocument.read(
                                "a",
                                Map.of(
                                        "baseUrl",
                                        "https://a.example",
                                        "operations",
                                        Map.of(
                                                "all",
                                                Map.of("get", "/" + pieces, "pagination", pages("/~0".repeat(2_700))))))
                        .operations())
                .containsKey("all");
    }

    private static Map<String, ?> pages(String items) {
        return Map.of("style", "next-url", "items", items, "next", "/next");
    }

    @Test
    void internal_lets_a_provider_live_on_loopback() {
        Provider local = ProviderDocument.read("local", Map.of("baseUrl", "http://127.0.0.1:9090", "internal", true));

        assertThat(local.baseUrl()).hasPort(9090);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    protocol: grpc                                       | protocol
                    criticality: huge                                    | criticality
                    limits: [{requests: 1, per: 0s}]                     | limits[0].per
                    operations: {a: {post: /a, idempotencyKey: Transfer-Encoding}} | operations.a.idempotencyKey
                    operations: {a: {post: /a, idempotencyKey: host}}    | operations.a.idempotencyKey
                    limits: [{requests: -1, per: 1s}]                    | limits[0].requests
                    limits: [{requests: 1.5, per: 1s}]                   | limits[0].requests
                    limits: [{requests: 1e999999999, per: 1s}]           | limits[0].requests
                    limits: [{per: 1s}]                                  | limits[0].requests
                    limits: [{requests: 1}]                              | limits[0].per
                    limits: [{requests: 1, per: 1s}, {requests: 2, per: 1s}] | limits[1].per
                    limits: [{requests: 1, per: 1d, zone: Mars}]         | limits[0].zone
                    limits: [{requests: 1, per: 7h, zone: UTC}]          | limits[0].per
                    limits: {requests: 1, per: 1s}                       | limits
                    limits: [{requests: 1, per: 1mo}]                    | limits[0].per
                    limits: [{requests: 1, per: 5mo, zone: UTC}]         | limits[0].per
                    limits: [{requests: 1, per: 0mo, zone: UTC}]         | limits[0].per
                    limits: [{requests: 1, per: 36h, zone: UTC}]         | limits[0].per
                    limits: [{units: 1, per: 1s}]                        | limits[0].of
                    limits: [{of: tokens, per: 1s}]                      | limits[0].units
                    limits: [{units: 1, of: 'a b', per: 1s}]             | limits[0].of
                    limits: [{units: 1, of: tokens, requests: 1, per: 1s}] | limits[0].requests
                    limits: [{requests: 1, per: 1s, each: project}]      | limits[0].each
                    limits: [{requests: 1, per: 1s, shadow: 1}]          | limits[0].shadow
                    limits: null                                         | limits
                    limits: [null]                                       | limits[0]
                    tiers: {critical: 100}                               | tiers.IMPORTANT
                    tiers: [60, 30, 10]                                  | tiers
                    tiers: {lend: never}                                 | tiers.lend
                    tiers: {reallocate: maybe}                           | tiers.reallocate
                    operations: [list-orders]                            | operations
                    operations: {a: /orders}                             | operations.a
                    operations: {a: {}}                                  | operations.a.get
                    operations: {a: {get: /x, post: /x}}                 | operations.a.get
                    operations: {a: {get: orders}}                       | operations.a.get
                    operations: {a: {get: '/a/../b'}}                    | operations.a.get
                    operations: {a: {get: '/a/%2e%2E/b'}}                | operations.a.get
                    operations: {a: {get: '/{id'}}                       | operations.a.get
                    operations: {a: {get: '/a b'}}                       | operations.a.get
                    operations: {a: {get: /, cost: 0}}                   | operations.a.cost
                    operations: {a: {get: /, cost: {tokens: 0}}}         | operations.a.cost.tokens
                    operations: {a: {get: /, cost: {calls: 1}}}          | operations.a.cost.calls
                    operations: {a: {get: /, cost: [1]}}                 | operations.a.cost
                    operations: {a: {get: /, limits: [{requests: 1}]}}   | operations.a.limits[0].per
                    operations: {a: {get: /, cost: 6, limits: [{requests: 5, per: 1s}]}} | operations.a.cost
                    {limits: [{units: 5, of: tokens, per: 1s}], operations: {a: {get: /, cost: {tokens: 6}}}} | operations.a.cost
                    operations: {a: {get: /, safe: 'yes'}}               | operations.a.safe
                    operations: {a: {get: /, timeout: 1}}                | operations.a.timeout
                    operations: {a: {get: /, pagination: links}}         | operations.a.pagination
                    operations: {a: {post: /, idempotencyKey: 'a b'}}    | operations.a.idempotencyKey
                    operations: {a: {post: /, readBack: b}}              | operations.a.readBack
                    operations: {a: {post: /, readBack: a}}              | operations.a.readBack
                    operations: {a: {post: /, readBackAfter: 5s}}        | operations.a.readBackAfter
                    operations: {a: {get: /, batch: 50}}                 | operations.a.batch
                    operations: {a: {get: /, batch: {of: 1}}}            | operations.a.batch.of
                    operations: {a: {get: /, batch: {within: 1m}}}       | operations.a.batch.of
                    operations: {a: {get: /, batch: {of: 5, within: 2m}}} | operations.a.batch.within
                    operations: {a: {get: /, batch: {of: 5, by: b}}}     | operations.a.batch.by
                    operations: {a: {get: /, degraded: null}}            | operations.a.degraded
                    operations: {'a b': {get: /}}                        | operations.a b
                    {limits: [{requests: 5, per: 1s}], operations: {a: {get: /, cost: 6}}} | operations.a.cost
                    alternatives: https://b.example                      | alternatives
                    alternatives: [https://ok.example]                   | alternatives[0]
                    alternatives: [https://b.example, https://b.example/] | alternatives[1]
                    fallback: other                                      | fallback
                    fallback: {provider: self}                           | fallback.provider
                    fallback: {mapping: x.yaml}                          | fallback.provider
                    fallback: {provider: b, mapping: [x]}                | fallback.mapping
                    fallback: {provider: b, mapping: '../x'}             | fallback.mapping
                    fallback: {provider: b, mapping: {a: {operation: x}}} | fallback.mapping.a
                    degraded: []                                         | degraded
                    degraded: {}                                         | degraded.body
                    price: 0.1 USD                                       | price
                    price: {perCall: 0.1}                                | price.perCall
                    price: {perCall: -1 USD}                             | price.perCall
                    price: {perCall: 1 XXY}                              | price.perCall
                    price: {}                                            | price.perCall
                    price: {perCall: 0.0000000001 USD}                   | price.perCall
                    price: {perCall: 2000000 USD}                        | price.perCall
                    price: {perCall: 1 USD, perUnit: {tokens: 1 EUR}}    | price.perCall
                    price: {perUnit: {}}                                 | price.perUnit
                    price: {perUnit: {calls: 1 USD}}                     | price.perUnit.calls
                    price: {perUnit: {tokens: 1}}                        | price.perUnit.tokens
                    price: {free: 10}                                    | price.perCall
                    price: {free: 0, perCall: 1 USD}                     | price.free
                    price: {steps: []}                                   | price.steps
                    price: {steps: [{perCall: 1 USD}], perCall: 1 USD}   | price.perCall
                    price: {steps: [{upTo: 5, perCall: 1 USD}]}          | price.steps[0].upTo
                    price: {steps: [{perCall: 1 USD}, {perCall: 2 USD}]} | price.steps[0].upTo
                    price: {steps: [{upTo: 5, perCall: 1 USD}, {upTo: 5, perCall: 2 USD}, {perCall: 3 USD}]} | price.steps[1].upTo
                    price: {steps: [{upTo: 5, perCall: 1 USD}, {perCall: 3 EUR}]} | price.perCall
                    price: {steps: [{upTo: 5, price: 1 USD}, {perCall: 3 EUR}]} | price.steps[0].price
                    monthlyBudget: 200                                   | monthlyBudget
                    monthlyBudget: {stop: soft}                          | monthlyBudget.amount
                    monthlyBudget: {amount: 1 USD, stop: never}          | monthlyBudget.stop
                    monthlyBudget: {amount: 1 USD, per: 1mo}             | monthlyBudget.per
                    {price: {perCall: 1 USD}, monthlyBudget: 1 EUR}      | monthlyBudget
                    monthlyBudget: 2000000001 EUR                        | monthlyBudget
                    monthlyBudget: {amount: 999999999999999 EUR, stop: soft} | monthlyBudget.amount
                    {price: {perUnit: {tokens: 1 EUR}}, operations: {a: {get: /, cost: {tokens: 1000001}}}} | operations.a.cost
                    limits: [{requests: 1000000000001, per: 1s}]         | limits[0].requests
                    limits: [{requests: 9223372036854775808, per: 1s}]   | limits[0].requests
                    limits: [{requests: 1e300, per: 1s}]                 | limits[0].requests
                    plans: [{name: big, monthly: 1 USD, price: {}}]      | plans[0].price.perCall
                    plans: [{name: big}]                                 | plans[0].monthly
                    probe: {operation: ping}                             | probe.operation
                    {operations: {a: {post: /}}, probe: {operation: a}}  | probe.operation
                    {operations: {a: {get: '/{b}'}}, probe: {operation: a}} | probe.operation
                    credential: Not Good                                 | credential
                    {credential: a, credentials: [b]}                    | credential
                    credentials: [a, a]                                  | credentials[1]
                    timeout: 0s                                          | timeout
                    timeout: 1d                                          | timeout
                    internal: 'true'                                     | internal
                    """)
    void what_cannot_work_is_a_flaw_at_its_path(String yaml, String path) throws IOException {
        Map<String, Object> tree = new LinkedHashMap<>(tree(yaml));
        tree.put("baseUrl", "https://ok.example");

        assertThat(flaws(tree)).extracting(Flaw::path).contains(path);
    }

    @Test
    void what_is_not_registered_yet_is_a_warning() throws IOException {
        Provider shopify = ProviderDocument.read("shopify", sample("provider-shopify.yaml"));

        assertThat(ProviderDocument.warnings(shopify, id -> false, name -> false, id -> false))
                .extracting(Flaw::path)
                .containsExactly("fallback.provider", "fallback.mapping", "credentials");
        assertThat(ProviderDocument.warnings(shopify, id -> true, name -> true, id -> true))
                .isEmpty();
    }

    /** Ten thousand documents, each the full sample with a few of its values replaced by something else. */
    @Test
    void whatever_is_handed_in_is_read_or_refused_with_reasons() throws IOException {
        Random random = new Random(20_000);
        Map<String, Object> full = sample("provider-full.yaml");
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            @SuppressWarnings("unchecked")
            Map<String, Object> odd = (Map<String, Object>) mutated(full, random);
            try {
                ProviderDocument.read("payments", odd);
            } catch (InvalidInput invalid) {
                refused++;
                assertThat(invalid.flaws()).isNotEmpty().allSatisfy(flaw -> assertThat(flaw.path())
                        .isNotEmpty());
            }
        }
        assertThat(refused).isGreaterThan(5_000);
    }

    private static Object mutated(Object value, Random random) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, child) -> {
                Object odd = random.nextInt(40) == 0 ? oddity(random) : mutated(child, random);
                copy.put(random.nextInt(200) == 0 ? key + "x" : key, odd);
            });
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(child -> copy.add(random.nextInt(40) == 0 ? oddity(random) : mutated(child, random)));
            return copy;
        }
        return value;
    }

    @SuppressWarnings("NullAway") // null is one of the oddities
    private static Object oddity(Random random) {
        List<Object> oddities = Arrays.asList(
                null,
                "",
                " ",
                "1",
                "1s",
                "\u0000",
                "x".repeat(10_000),
                "$/~",
                "{",
                "%",
                "https://[",
                "//@",
                0,
                -1,
                1.5,
                Double.NaN,
                Long.MAX_VALUE,
                new BigDecimal("1e999999999"),
                true,
                List.of(),
                Map.of(),
                List.of(List.of()),
                Map.of("", ""),
                Arrays.asList((Object) null),
                Map.of(1, 2));
        return oddities.get(random.nextInt(oddities.size()));
    }

    private static List<Flaw> flaws(String yaml) throws IOException {
        return flaws(tree(yaml));
    }

    private static List<Flaw> flaws(Map<String, ?> tree) {
        InvalidInput invalid = catchThrowableOfType(InvalidInput.class, () -> ProviderDocument.read("self", tree));
        return invalid.flaws();
    }

    private static Map<String, Object> tree(String yaml) throws IOException {
        return YAML.readValue(yaml, new TypeReference<>() {});
    }

    private static Map<String, Object> sample(String name) throws IOException {
        return tree(Files.readString(Path.of("infra/samples", name)));
    }
}
