package dev.heir.integration.outbound.aws;

import dev.heir.integration.credential.KnownSecrets;
import dev.heir.integration.outbound.SystemClock;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Reads configuration that is secret from AWS Secrets Manager, where {@code integration.secret} names one: a JSON object
 * of configuration keys and values. So no secret stands in a function's environment or in Terraform's state.
 */
public final class SecretSettingsFactory implements ConfigSourceFactory {

    private static final String SECRET = "integration.secret";

    /** As AWS' own tools call it: a place to ask instead of the region's. */
    private static final String ENDPOINT = "AWS_ENDPOINT_URL_SECRETS_MANAGER";

    /** Nobody says so much by chance, under whatever name it is configured. */
    private static final int LONG = 16;

    private static final Pattern SECRET_NAME = Pattern.compile("(?i)key|secret|password|token");

    /** Above application.properties (250), below the environment (300). */
    private static final int ORDINAL = 275;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        return value(context, SECRET)
                .<Iterable<ConfigSource>>map(secret -> List.of(new PropertiesConfigSource(
                        settings(context, secret), "AWS Secrets Manager " + secret, ORDINAL)))
                .orElse(List.of());
    }

    private static Map<String, String> settings(ConfigSourceContext context, String secret) {
        Identity identity = Identity.of(name -> value(context, name));
        URI endpoint = URI.create(
                value(context, ENDPOINT).orElse("https://secretsmanager." + identity.region() + ".amazonaws.com"));
        // Configuration is read before there are beans, a clock among them.
        Map<String, String> settings = new SecretsManager(identity, endpoint, SystemClock.utc()).settings(secret);
        KnownSecrets.learnEarly(secrets(settings));
        return settings;
    }

    /** Not the user's name or a port, which may stand there as well and are words of many texts. */
    static List<String> secrets(Map<String, String> settings) {
        return settings.entrySet().stream()
                .filter(setting -> setting.getValue().length() >= LONG
                        || SECRET_NAME.matcher(setting.getKey()).find())
                .map(Map.Entry::getValue)
                .toList();
    }

    private static Optional<String> value(ConfigSourceContext context, String name) {
        return Optional.ofNullable(context.getValue(name))
                .map(ConfigValue::getValue)
                .filter(value -> !value.isBlank());
    }
}
