package dev.heir.integration.credential;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/** What issuers of tokens publish: one document, over the network. */
public interface IssuerDocuments {

    /** @param internal whether it may be had from a private or loopback address */
    Got get(URI uri, boolean internal);

    /** What came of it. */
    sealed interface Got {

        /** It is there; a missing node where it is no JSON. */
        record Document(JsonNode json) implements Got {}

        /** The issuer has none there. */
        record Absent() implements Got {}

        /** Nobody knows. */
        record Failed(String reason) implements Got {}
    }
}
