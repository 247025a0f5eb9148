package dev.heir.integration.provider;

import java.util.Optional;

/** How requests and answers of an operation are to be understood, beyond what HTTP says of them. */
public sealed interface Protocol {

    Protocol REST = new Rest();

    /** The method, the path and the status say it all. */
    record Rest() implements Protocol {}

    /**
     * GraphQL over HTTP: errors come inside an answer whose status says that all is well.
     *
     * @param document the operation's own; empty where each call brings one
     */
    record GraphQl(Optional<GraphQlDocument> document) implements Protocol {}

    /**
     * SOAP over HTTP: what went wrong stands in a fault.
     *
     * @param action of the operation: a header in 1.1, a parameter of the content type in 1.2
     */
    record Soap(Version version, Optional<String> action) implements Protocol {

        /** Whose envelope it is. */
        public enum Version {
            V1_1("1.1", "http://schemas.xmlsoap.org/soap/envelope/"),
            V1_2("1.2", "http://www.w3.org/2003/05/soap-envelope");

            private final String number;
            private final String namespace;

            Version(String number, String namespace) {
                this.number = number;
                this.namespace = namespace;
            }

            public String number() {
                return number;
            }

            /** The namespace of its envelope. */
            public String namespace() {
                return namespace;
            }
        }
    }
}
