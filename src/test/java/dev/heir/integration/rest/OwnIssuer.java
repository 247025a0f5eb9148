package dev.heir.integration.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** The identity provider of all tests, at a port that was free when they began: a test that wants it starts it there. */
public final class OwnIssuer implements ConfigSource {

    /** A system property, since each class loader of Quarkus has a configuration of its own. */
    private static final String PORT = "test.issuer.port";

    private final Map<String, String> properties;

    public OwnIssuer() {
        this.properties = Map.of(
                "integration.sign-in.issuer",
                "http://127.0.0.1:" + port(),
                "integration.sign-in.internal",
                "true",
                "integration.sign-in.client-id",
                AuthorizationServer.CLIENT,
                "integration.sign-in.client-secret",
                AuthorizationServer.SECRET,
                "integration.sign-in.operators",
                "support",
                "integration.sign-in.admins",
                "platform");
    }

    static int port() {
        synchronized (System.getProperties()) {
            String known = System.getProperty(PORT);
            if (known != null) {
                return Integer.parseInt(known);
            }
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                System.setProperty(PORT, Integer.toString(free.getLocalPort()));
                return free.getLocalPort();
            } catch (IOException none) {
                throw new UncheckedIOException(none);
            }
        }
    }

    @Override
    public Set<String> getPropertyNames() {
        return properties.keySet();
    }

    @Override
    public @Nullable String getValue(String name) {
        return properties.get(name);
    }

    @Override
    public String getName() {
        return "the tests' identity provider";
    }
}
