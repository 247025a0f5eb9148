package dev.heir.integration.scrape;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;

/** The configuration with its own defaults, but for what a test names. */
public final class Configured {

    private Configured() {}

    /** @param settings names without their prefix, each followed by its value */
    public static ScrapeConfig with(String... settings) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ScrapeConfig.class)
                .withDefaultValue("integration.scrape.contact", "https://example.com/robot");
        // Who wants no delay wants none to be learnt either, unless it says so.
        if (List.of(settings).contains("0s")) {
            builder.withDefaultValue("integration.scrape.adaptive", "false");
        }
        for (int i = 0; i < settings.length; i += 2) {
            builder.withDefaultValue("integration.scrape." + settings[i], settings[i + 1]);
        }
        return builder.build().getConfigMapping(ScrapeConfig.class);
    }
}
