package dev.heir.integration.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one operation: {@code list-orders: { get: /orders.json, cache: 60s }}. */
final class OperationDocument {

    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(15); // no Lambda lives longer

    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete", "head", "options");
    // RFC 9110, section 9.2.1
    private static final List<String> SAFE = List.of("get", "head", "options");
    // RFC 9110, section 5.6.2
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    // Literal characters of a path and query (RFC 3986), percent escapes and {parameters}.
    private static final Pattern PATH =
            Pattern.compile("/([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2}|\\{[A-Za-z_][A-Za-z0-9_.-]*})*+");
    private static final String GRAPHQL_PATH = "/graphql";
    private static final long DEAREST = 1_000_000_000;
    private static final long MOST_AT_ONCE = 10_000;

    private OperationDocument() {}

    static Map<String, Operation> readAll(
            Fields parent, Duration timeout, Protocol protocol, Map<String, Object> degraded) {
        Map<String, Operation> operations = new LinkedHashMap<>();
        parent.map("operations").ifPresent(named -> {
            for (String name : named.keys()) {
                if (!NAME.matcher(name).matches()) {
                    named.flaw(named.at(name), name, "must be a name of letters, digits, dots, hyphens, underscores");
                }
                named.map(name).ifPresent(fields -> {
                    operations.put(name, read(name, fields, timeout, protocol));
                    fields.json("degraded").ifPresent(body -> degraded.put(name, body));
                    fields.refuseUnknown();
                });
            }
            operations.values().forEach(operation -> checkReadBack(named, operation, operations));
        });
        return operations;
    }

    private static Operation read(String name, Fields fields, Duration timeout, Protocol provider) {
        Protocol protocol = ProtocolDocument.ofOperation(fields, provider);
        List<String> methods = METHODS.stream().filter(fields::has).toList();
        boolean isGraphQl = protocol instanceof Protocol.GraphQl;
        if (methods.size() > 1 || (methods.isEmpty() && !isGraphQl)) {
            fields.flaw(
                    fields.at("get"),
                    methods.isEmpty() ? "nothing" : String.join(" and ", methods),
                    "exactly one method with its path is required: one of " + String.join(", ", METHODS));
        }
        List<String> paths = new ArrayList<>();
        methods.forEach(method -> path(fields, method).ifPresent(paths::add));
        String method = methods.isEmpty() ? isGraphQl ? "post" : "get" : methods.getFirst();
        checkMethod(fields, method, protocol);
        boolean safe = fields.flag("safe").orElse(SAFE.contains(method) || isQuery(protocol));
        return new Operation(
                name,
                method.toUpperCase(Locale.ROOT),
                paths.isEmpty() ? isGraphQl ? GRAPHQL_PATH : "/" : paths.getFirst(),
                safe,
                fields.duration("cache", Duration.ZERO, Duration.ofDays(366)),
                costs(fields),
                LimitDocument.read(fields),
                fields.duration("timeout", Duration.ofMillis(1), LONGEST_TIMEOUT)
                        .orElse(timeout),
                idempotencyHeader(fields),
                fields.text("readBack"),
                readBackAfter(fields),
                PaginationDocument.read(fields),
                batch(fields),
                hedge(fields, safe),
                protocol,
                fields.flag("showsSecrets").orElse(false));
    }

    private static boolean isQuery(Protocol protocol) {
        return protocol instanceof Protocol.GraphQl graphQl
                && graphQl.document()
                        .filter(document -> document.operations().getFirst().kind() == GraphQlDocument.Kind.QUERY)
                        .isPresent();
    }

    private static void checkMethod(Fields fields, String method, Protocol protocol) {
        switch (protocol) {
            case Protocol.Rest _ -> {}
            case Protocol.GraphQl graphQl -> {
                if (!method.equals("post") && !method.equals("get")) {
                    fields.flaw(fields.at(method), method, "GraphQL is asked by get or post");
                }
                // GraphQL over HTTP, section 6.2.
                if (method.equals("get") && graphQl.document().isPresent() && !isQuery(protocol)) {
                    fields.flaw(fields.at(method), method, "a mutation is asked by post: a GET has no effect");
                }
            }
            case Protocol.Soap _ -> {
                if (!method.equals("post")) {
                    fields.flaw(fields.at(method), method, "SOAP is asked by post");
                }
            }
        }
    }

    /** A number of requests, or what it takes of each unit. */
    private static Map<String, Long> costs(Fields fields) {
        Map<String, Long> costs = new LinkedHashMap<>(Map.of(Limit.REQUESTS, 1L));
        if (fields.has("cost") && fields.json("cost").orElse("") instanceof Map<?, ?>) {
            fields.map("cost").ifPresent(units -> units.keys().forEach(unit -> {
                if (!LimitDocument.UNIT.matcher(unit).matches() || unit.equals(PriceModel.CALLS)) {
                    units.flaw(units.at(unit), unit, LimitDocument.UNIT_RULE);
                }
                units.whole(unit, 1, DEAREST).ifPresent(cost -> costs.put(unit, cost));
            }));
        } else {
            fields.whole("cost", 1, DEAREST).ifPresent(cost -> costs.put(Limit.REQUESTS, cost));
        }
        return costs;
    }

    private static Optional<String> path(Fields fields, String method) {
        return fields.text(method).filter(path -> {
            boolean fine = PATH.matcher(path).matches()
                    && path.indexOf('?') == path.lastIndexOf('?')
                    && !(path.replace('?', '/') + "/").matches(".*/(\\.|%2[eE]){1,2}/.*");
            if (!fine) {
                fields.flaw(
                        method, "must be a path below the base URL such as /orders/{id}.json, without '..' segments");
            }
            return fine;
        });
    }

    private static Optional<String> idempotencyHeader(Fields fields) {
        return fields.text("idempotencyKey").filter(header -> {
            boolean fine = HEADER.matcher(header).matches();
            if (!fine) {
                fields.flaw("idempotencyKey", "must be the name of a header such as Idempotency-Key");
            } else if (ConnectionHeaders.has(header)) {
                fields.flaw("idempotencyKey", "must not be a header that belongs to the connection");
            }
            return fine;
        });
    }

    private static Optional<Duration> readBackAfter(Fields fields) {
        Optional<Duration> after = fields.duration("readBackAfter", Duration.ofMillis(1), LONGEST_TIMEOUT);
        if (after.isPresent() && !fields.has("readBack")) {
            fields.flaw("readBackAfter", "says when 'readBack' may be asked, which this operation does not have");
        }
        return after;
    }

    private static boolean hedge(Fields fields, boolean safe) {
        boolean hedge = fields.flag("hedge").orElse(false);
        if (hedge && !safe) {
            fields.flaw("hedge", "is for safe operations: a second request must have no effect");
        }
        return hedge;
    }

    private static Optional<Batch> batch(Fields fields) {
        return fields.map("batch").flatMap(batch -> {
            if (!batch.has("of")) {
                batch.flaw("of", "is required: how many calls one request may stand for");
            }
            Optional<Long> of = batch.whole("of", 2, MOST_AT_ONCE);
            Duration within = batch.duration("within", Batch.WITHIN.getFirst(), Batch.WITHIN.getLast())
                    .orElse(Batch.WITHIN.getFirst());
            if (!Batch.WITHIN.contains(within)) {
                batch.flaw(
                        "within",
                        "must be one of "
                                + String.join(
                                        ", ",
                                        Batch.WITHIN.stream()
                                                .map(Durations::write)
                                                .toList()));
            }
            batch.refuseUnknown();
            return of.filter(many -> Batch.WITHIN.contains(within)).map(many -> new Batch(many.intValue(), within));
        });
    }

    private static void checkReadBack(Fields named, Operation operation, Map<String, Operation> operations) {
        operation.readBack().ifPresent(name -> {
            String path = named.at(operation.name()) + ".readBack";
            Operation other = operations.get(name);
            if (other == null) {
                named.flaw(
                        path,
                        name,
                        "must name an operation of this provider" + Fields.meant(name, operations.keySet()));
            } else if (!(other.protocol() instanceof Protocol.Rest)) {
                named.flaw(
                        path, name, "must name an operation that is asked without a body: GraphQL and SOAP have one");
            } else if (!other.safe()) {
                named.flaw(path, name, "must name a safe operation: it is asked when it is unknown what happened");
            }
        });
    }
}
