package dev.heir.integration.rest;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the product. */
@QuarkusMain
public final class Main {

    private Main() {}

    /**
     * Quarkus answers a target that {@code java.net.URI} does not read with an empty 400. Browsers and clients that keep to the
     * URL Standard send such ones ({@code ?fields=a|b}), so {@link Framing} judges instead. Only this property says so, and
     * the native image is built with it.
     */
    public static void main(String... arguments) {
        System.setProperty("vertx.disableURIValidation", "true");
        Quarkus.run(arguments);
    }
}
