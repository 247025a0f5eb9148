package dev.heir.integration.rest;

import static io.restassured.RestAssured.when;

import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Providers;
import java.util.Set;
import java.util.stream.Collectors;

/** Which providers were there before a test: all tests share one database, and what one leaves is swept by the others. */
final class Registered {

    private final Providers providers;
    private final Set<String> before;

    Registered(Providers providers) {
        this.providers = providers;
        this.before = ids(providers);
    }

    void removeNew() {
        ids(providers).stream()
                .filter(id -> !before.contains(id))
                .forEach(id -> when().delete("/v1/providers/" + id).then().statusCode(204));
    }

    private static Set<String> ids(Providers providers) {
        return providers.all().stream().map(Provider::id).collect(Collectors.toSet());
    }
}
