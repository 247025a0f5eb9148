package dev.heir.integration.persistence.embedded;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Offers the embedded PostgreSQL as the datasource, unless a datasource is configured anywhere. */
public final class EmbeddedPostgresFactory implements ConfigSourceFactory {

    private static final String DIRECTORY = "integration.embedded.directory";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        if (value(context, EmbeddedPostgresSource.URL).isPresent()) {
            return List.of();
        }
        boolean test = context.getProfiles().contains("test");
        return List.of(new EmbeddedPostgresSource(
                value(context, DIRECTORY).map(Path::of).orElseGet(() -> test ? forThisRun() : atHome())));
    }

    private static Path atHome() {
        // In a container user.home is what /etc/passwd says, if anything; HOME is what its owner says.
        String home = Optional.ofNullable(System.getenv("HOME"))
                .filter(set -> !set.isBlank())
                .orElseGet(() -> System.getProperty("user.home"));
        return Path.of(home, ".integration-orchestrator", "postgres");
    }

    /** One per JVM: what a run of the tests leaves behind must not meet the next one. */
    private static Path forThisRun() {
        return TestDirectories.under(Path.of("target", "postgres"));
    }

    private static Optional<String> value(ConfigSourceContext context, String name) {
        return Optional.ofNullable(context.getValue(name))
                .map(ConfigValue::getValue)
                .filter(value -> !value.isBlank());
    }
}
