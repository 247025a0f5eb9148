package dev.heir.integration.provider;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the document in which a person describes a provider; only {@code baseUrl} is required. */
public final class ProviderDocument {

    /** Ids as they stand in URLs, DPR ids and documents. */
    public static final Pattern ID = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** What {@link #ID} asks for, as it is told to people. */
    public static final String ID_RULE =
            "must be lower case letters, digits and hyphens, at most 63, such as 'shopify'";

    private ProviderDocument() {}

    /**
     * @param id under which the provider is registered
     * @param tree maps, lists, strings, numbers and booleans, as read from JSON or YAML
     * @throws InvalidInput with all flaws
     */
    public static Provider read(String id, Map<String, ?> tree) {
        Fields fields = Fields.of(tree);
        checkId(fields, id);
        Protocol protocol = ProtocolDocument.ofProvider(fields);
        boolean internal = fields.flag("internal").orElse(false);
        Duration timeout = fields.duration("timeout", Duration.ofMillis(1), OperationDocument.LONGEST_TIMEOUT)
                .orElse(Provider.DEFAULT_TIMEOUT);
        Map<String, Object> degraded = new HashMap<>();
        List<Limit> limits = LimitDocument.read(fields);
        Map<String, Operation> operations = OperationDocument.readAll(fields, timeout, protocol, degraded);
        checkCosts(fields, operations, limits);
        Optional<URI> baseUrl = baseUrl(fields, internal);
        Optional<PriceModel> price = PriceDocument.read(fields);
        price.ifPresent(it -> checkPrices(fields, operations, it));
        Provider provider = new Provider(
                id,
                baseUrl.orElse(URI.create("https://invalid")),
                fields.word("criticality", Criticality.class).orElse(Criticality.NORMAL),
                limits,
                TierDocument.read(fields),
                operations,
                alternatives(fields, baseUrl, internal),
                FallbackDocument.read(fields, id, operations),
                new Degraded(degradedBody(fields), degraded),
                price,
                budget(fields, price),
                plans(fields),
                probe(fields, operations),
                credentials(fields),
                timeout,
                internal,
                protocol);
        fields.refuseUnknown();
        fields.refuseFlaws();
        return provider;
    }

    /** What is wrong with an operation, by itself. */
    public static List<Flaw> flawsOf(String name, Map<String, ?> operation) {
        Fields fields = Fields.of(Map.of("operations", Map.of(name, operation)));
        OperationDocument.readAll(fields, Provider.DEFAULT_TIMEOUT, Protocol.REST, new HashMap<>());
        return fields.flaws();
    }

    /** What is accepted and yet will not work before something else is registered. */
    public static List<Flaw> warnings(
            Provider provider, Predicate<String> provided, Predicate<String> mapped, Predicate<String> credentialed) {
        List<Flaw> warnings = new ArrayList<>();
        provider.fallback().ifPresent(fallback -> {
            if (!provided.test(fallback.provider())) {
                warnings.add(new Flaw(
                        "fallback.provider", fallback.provider(), "is not registered yet: it cannot answer before"));
            }
            fallback.mappingName()
                    .filter(mapped.negate())
                    .ifPresent(name -> warnings.add(new Flaw(
                            "fallback.mapping",
                            name,
                            "is not registered yet: until then operations keep their names")));
        });
        for (String id : provider.credentials()) {
            if (!credentialed.test(id)) {
                warnings.add(new Flaw("credentials", id, "is not registered yet: requests are not signed with it"));
            }
        }
        if (provider.monthlyBudget().isPresent() && provider.price().isEmpty()) {
            warnings.add(new Flaw(
                    BudgetDocument.KEY,
                    provider.monthlyBudget().get().toString(),
                    "counts nothing as long as there is no 'price'"));
        }
        countsNothing(provider).forEach(warnings::add);
        costsNothing(provider).forEach(warnings::add);
        if ("http".equalsIgnoreCase(provider.baseUrl().getScheme()) && !provider.internal()) {
            warnings.add(new Flaw(
                    "baseUrl",
                    provider.baseUrl().toString(),
                    "is not encrypted: everybody on the way can read it"
                            + (provider.credentials().isEmpty() ? "" : ", and no credential is sent there")));
        }
        return warnings;
    }

    /** A limit in units that nothing costs refuses nothing, and nobody would notice. */
    private static Stream<Flaw> countsNothing(Provider provider) {
        Stream<Limit> own = provider.limits().stream().filter(limit -> provider.operations().values().stream()
                .noneMatch(operation -> operation.costs().containsKey(limit.unit())));
        Stream<Limit> ofOperations = provider.operations().values().stream()
                .flatMap(operation -> operation.limits().stream()
                        .filter(limit -> !operation.costs().containsKey(limit.unit())));
        return Stream.concat(own, ofOperations)
                .filter(limit -> !limit.unit().equals(Limit.REQUESTS))
                .map(limit -> new Flaw(
                        "limits",
                        limit.toString(),
                        "counts nothing: no operation says what it costs, such as 'cost: { " + limit.unit()
                                + ": 1 }'"));
    }

    /** A price for units that nothing takes is paid by nobody, and whoever wrote it thinks otherwise. */
    private static Stream<Flaw> costsNothing(Provider provider) {
        return provider.price().stream()
                .flatMap(price -> price.byUnit().keySet().stream())
                .filter(unit -> !unit.equals(PriceModel.CALLS) && !unit.equals(Limit.REQUESTS))
                .filter(unit -> !provider.operations().isEmpty()
                        && provider.operations().values().stream()
                                .noneMatch(operation -> operation.costs().containsKey(unit)))
                .sorted()
                .map(unit -> new Flaw(
                        "price.perUnit",
                        unit,
                        "is paid by no operation: none says what it costs, such as 'cost: { " + unit + ": 1 }'"));
    }

    private static void checkId(Fields fields, String id) {
        if (!ID.matcher(id).matches()) {
            fields.flaw("id", id, ID_RULE);
        }
        fields.text("provider")
                .filter(name -> !name.equals(id))
                .ifPresent(name ->
                        fields.flaw("provider", "must be '" + id + "', under which it is registered, or be left out"));
    }

    private static Optional<URI> baseUrl(Fields fields, boolean internal) {
        fields.require("baseUrl");
        return fields.text("baseUrl").flatMap(text -> BaseUrl.read(fields, "baseUrl", text, internal));
    }

    private static List<URI> alternatives(Fields fields, Optional<URI> baseUrl, boolean internal) {
        List<URI> alternatives = new ArrayList<>();
        fields.texts("alternatives").forEach((path, text) -> BaseUrl.read(fields, path, text, internal)
                .ifPresent(url -> {
                    if (alternatives.contains(url)
                            || baseUrl.filter(url::equals).isPresent()) {
                        fields.flaw(path, text, "is named twice: an alternative is another address");
                    }
                    alternatives.add(url);
                }));
        return alternatives;
    }

    private static void checkCosts(Fields fields, Map<String, Operation> operations, List<Limit> limits) {
        for (Operation operation : operations.values()) {
            Stream.concat(limits.stream(), operation.limits().stream())
                    .filter(limit -> !limit.shadow())
                    .filter(limit -> limit.units() < operation.costs().getOrDefault(limit.unit(), 0L))
                    .findFirst()
                    .ifPresent(limit -> fields.flaw(
                            "operations." + operation.name() + ".cost",
                            operation.costs().get(limit.unit()),
                            "is more than the limit of " + limit + ": it could never be called"));
        }
    }

    private static void checkPrices(Fields fields, Map<String, Operation> operations, PriceModel price) {
        operations.values().stream()
                .filter(operation -> price.atMost(operation.costs()).amount().compareTo(PriceDocument.DEAREST) > 0)
                .forEach(operation -> fields.flaw(
                        "operations." + operation.name() + ".cost",
                        operation.costs(),
                        "must not make one request dearer than " + PriceDocument.DEAREST + ", and makes it "
                                + price.atMost(operation.costs())));
    }

    private static Optional<Budget> budget(Fields fields, Optional<PriceModel> price) {
        Optional<Budget> budget = BudgetDocument.read(fields);
        budget.ifPresent(it -> price.map(PriceModel::currency)
                .filter(currency -> !currency.equals(it.amount().currency()))
                .ifPresent(currency ->
                        fields.flaw(BudgetDocument.KEY, "must be in " + currency + ", the currency of its price")));
        return budget;
    }

    private static Optional<Object> degradedBody(Fields fields) {
        return fields.map("degraded").flatMap(degraded -> {
            degraded.require("body");
            Optional<Object> body = degraded.json("body");
            degraded.refuseUnknown();
            return body;
        });
    }

    private static List<Plan> plans(Fields fields) {
        List<Plan> plans = new ArrayList<>();
        for (Fields plan : fields.maps("plans")) {
            String name = plan.requiredText("name");
            plan.require("monthly");
            Optional<Money> monthly = plan.money("monthly");
            List<Limit> limits = LimitDocument.read(plan);
            Optional<PriceModel> price = PriceDocument.read(plan);
            plan.refuseUnknown();
            monthly.ifPresent(fee -> plans.add(new Plan(name, fee, limits, price)));
        }
        return plans;
    }

    private static Optional<Probe> probe(Fields fields, Map<String, Operation> operations) {
        return fields.map("probe").flatMap(probe -> {
            String name = probe.requiredText("operation");
            Duration every = probe.duration("every", Duration.ofSeconds(1), Duration.ofDays(31))
                    .orElse(Duration.ofMinutes(5));
            probe.refuseUnknown();
            Operation operation = operations.get(name);
            if (operation == null) {
                if (!name.isEmpty()) {
                    probe.flaw("operation", "must name an operation" + Fields.meant(name, operations.keySet()));
                }
                return Optional.empty();
            }
            if (!operation.safe() || operation.path().contains("{")) {
                probe.flaw("operation", "must be safe and need no parameters: it is called without anybody asking");
            }
            return Optional.of(new Probe(name, every));
        });
    }

    private static List<String> credentials(Fields fields) {
        boolean one = fields.has("credential");
        if (one && fields.has("credentials")) {
            fields.flaw("credential", "must be left out beside 'credentials'");
        }
        Map<String, String> written = one
                ? fields.text("credential").map(id -> Map.of("credential", id)).orElse(Map.of())
                : fields.texts("credentials");
        List<String> ids = new ArrayList<>();
        written.forEach((path, id) -> {
            if (!ID.matcher(id).matches() || ids.contains(id)) {
                fields.flaw(path, id, ID_RULE + ", and named once");
            }
            ids.add(id);
        });
        return ids;
    }
}
