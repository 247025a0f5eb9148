package dev.heir.integration.persistence.embedded;

import java.nio.file.Path;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** The datasource of the embedded server, which starts when its address is asked for and not before. */
final class EmbeddedPostgresSource implements ConfigSource {

    static final String URL = "quarkus.datasource.jdbc.url";
    private static final String USER = "integration.embedded.username";
    private static final String PASSWORD = "integration.embedded.password";

    private final Path directory;

    EmbeddedPostgresSource(Path directory) {
        this.directory = directory;
    }

    /** None: whoever lists all properties, such as the build, must not start a server by it. */
    @Override
    public Set<String> getPropertyNames() {
        return Set.of();
    }

    @Override
    public @Nullable String getValue(String name) {
        return switch (name) {
            case URL -> server().url();
            case USER -> EmbeddedServer.USER;
            case PASSWORD -> server().password();
            default -> null;
        };
    }

    private EmbeddedServer server() {
        if (System.getenv("AWS_LAMBDA_FUNCTION_NAME") != null
                || System.getenv("AWS_LAMBDA_RUNTIME_API") != null
                || System.getProperty("org.graalvm.nativeimage.imagecode") != null) {
            throw new IllegalStateException(MISSING);
        }
        try {
            return EmbeddedServer.at(directory);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(MISSING, e);
        }
    }

    private static final String MISSING =
            "No database is configured: set QUARKUS_DATASOURCE_JDBC_URL, QUARKUS_DATASOURCE_USERNAME and"
                    + " QUARKUS_DATASOURCE_PASSWORD. An embedded PostgreSQL exists on a plain JVM only.";

    /** Below everything else: any other source that knows a datasource wins. */
    @Override
    public int getOrdinal() {
        return Integer.MIN_VALUE;
    }

    @Override
    public String getName() {
        return "embedded PostgreSQL";
    }
}
