package dev.heir.integration.credential;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A configuration of what is given here, and of the defaults; no environment tells anything. */
public final class TestConfig {

    private TestConfig() {}

    /** @param given without {@code integration.credential.} before the names */
    static CredentialConfig of(Map<String, String> given) {
        Map<String, String> all = new HashMap<>();
        given.forEach((name, value) -> all.put("integration.credential." + name, value));
        return whole(all).getConfigMapping(CredentialConfig.class);
    }

    public static SmallRyeConfig whole(Map<String, String> given) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(CredentialConfig.class)
                .withSources(
                        new PropertiesConfigSource(given, "given", 100),
                        new PropertiesConfigSource(
                                Map.of("integration.credential.renew-every", "off", "user.home", "nowhere"),
                                "usual",
                                50))
                .build();
    }
}
