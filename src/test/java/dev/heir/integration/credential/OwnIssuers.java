package dev.heir.integration.credential;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;

/** Issuers without a network, for the tests of other rooms. */
public final class OwnIssuers {

    private OwnIssuers() {}

    public static Issuers none() {
        return new Issuers((_, _) -> new IssuerDocuments.Got.Absent(), Clock.systemUTC());
    }

    /** Each address has this one. */
    public static Issuers of(JsonNode document) {
        return new Issuers((_, _) -> new IssuerDocuments.Got.Document(document), Clock.systemUTC());
    }
}
