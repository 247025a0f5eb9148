package dev.heir.integration.provider;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads how a provider or an operation is spoken to: {@code protocol: graphql}, {@code soap: { version: "1.2" }}. */
final class ProtocolDocument {

    static final String GRAPHQL = "query";
    static final String SOAP = "soap";

    private static final List<String> WORDS = List.of("rest", "graphql", "soap");

    /** A URI on one line: it goes into a header, in quotation marks. */
    private static final Pattern ACTION = Pattern.compile("[!#-\\[\\]-~]{0,1000}");

    private ProtocolDocument() {}

    /** Of a provider, for all its operations that do not say otherwise. */
    static Protocol ofProvider(Fields fields) {
        String spoken = word(fields).orElseGet(() -> fields.has(SOAP) ? "soap" : "rest");
        return spoken.equals("graphql") ? new Protocol.GraphQl(Optional.empty()) : of(fields, spoken);
    }

    /** @param provider what its provider speaks */
    static Protocol ofOperation(Fields fields, Protocol provider) {
        Optional<String> said = word(fields);
        String spoken =
                said.orElseGet(() -> fields.has(GRAPHQL) ? "graphql" : fields.has(SOAP) ? "soap" : of(provider));
        if (said.isEmpty() && !fields.has(SOAP) && provider instanceof Protocol.Soap soap && spoken.equals("soap")) {
            return soap;
        }
        Optional<GraphQlDocument> document = document(fields, spoken);
        return spoken.equals("graphql") ? new Protocol.GraphQl(document) : of(fields, spoken);
    }

    private static Optional<String> word(Fields fields) {
        return fields.text("protocol").filter(word -> {
            if (!WORDS.contains(word)) {
                fields.flaw("protocol", "must be one of " + String.join(", ", WORDS) + Fields.meant(word, WORDS));
            }
            return WORDS.contains(word);
        });
    }

    private static String of(Protocol protocol) {
        return switch (protocol) {
            case Protocol.Rest _ -> "rest";
            case Protocol.GraphQl _ -> "graphql";
            case Protocol.Soap _ -> "soap";
        };
    }

    private static Protocol of(Fields fields, String spoken) {
        Protocol.Soap soap = soap(fields, spoken);
        return switch (spoken) {
            case "soap" -> soap;
            default -> Protocol.REST;
        };
    }

    private static Optional<GraphQlDocument> document(Fields fields, String spoken) {
        if (!fields.has(GRAPHQL)) {
            return Optional.empty();
        }
        if (!spoken.equals("graphql")) {
            fields.flaw(GRAPHQL, "is GraphQL's, and the protocol is " + spoken);
        }
        return fields.text(GRAPHQL).flatMap(text -> {
            Optional<GraphQlDocument> document = GraphQlDocument.parse(text);
            if (document.isEmpty()) {
                fields.flaw(GRAPHQL, "must be a GraphQL document with a query or a mutation, its brackets matching");
            } else if (document.get().operations().size() > 1) {
                fields.flaw(GRAPHQL, "must hold one operation: the others are operations of their own here");
            } else if (document.get().operations().getFirst().kind() == GraphQlDocument.Kind.SUBSCRIPTION) {
                fields.flaw(GRAPHQL, "must be a query or a mutation: a subscription is no single answer");
            }
            return document.filter(one -> one.operations().size() == 1);
        });
    }

    private static Protocol.Soap soap(Fields fields, String spoken) {
        if (fields.has(SOAP) && !spoken.equals("soap")) {
            fields.flaw(SOAP, "is SOAP's, and the protocol is " + spoken);
        }
        Optional<Fields> own = fields.has(SOAP) ? fields.map(SOAP) : Optional.empty();
        Protocol.Soap.Version version = own.flatMap(
                        soap -> soap.json("version").map(String::valueOf).flatMap(number -> {
                            Optional<Protocol.Soap.Version> known = Arrays.stream(Protocol.Soap.Version.values())
                                    .filter(one -> one.number().equals(number))
                                    .findFirst();
                            if (known.isEmpty()) {
                                soap.flaw("version", "must be 1.1 or 1.2");
                            }
                            return known;
                        }))
                .orElse(Protocol.Soap.Version.V1_1);
        Optional<String> action = own.flatMap(soap -> soap.text("action")).filter(text -> {
            boolean fine = ACTION.matcher(text).matches();
            if (!fine) {
                own.orElseThrow().flaw("action", "must be a URI on one line, without quotation marks");
            }
            return fine;
        });
        own.ifPresent(Fields::refuseUnknown);
        return new Protocol.Soap(version, action);
    }
}
