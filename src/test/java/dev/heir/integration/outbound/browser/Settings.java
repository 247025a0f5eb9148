package dev.heir.integration.outbound.browser;

import io.smallrye.config.SmallRyeConfigBuilder;

/** The configuration with its own defaults, but for what a test names; tests may run as root. */
final class Settings {

    private Settings() {}

    static BrowserConfig with(String... settings) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(BrowserConfig.class)
                .withDefaultValue("integration.browser.sandbox", "false")
                // On a busy machine everything takes its time; nothing here is over before it is.
                .withDefaultValue("integration.browser.start", "60s")
                .withDefaultValue("integration.browser.quiet", "2s")
                .withDefaultValue("integration.browser.timeout", "60s")
                .withDefaultValue("integration.browser.late", "0s");
        for (int i = 0; i < settings.length; i += 2) {
            builder.withDefaultValue("integration.browser." + settings[i], settings[i + 1]);
        }
        return builder.build().getConfigMapping(BrowserConfig.class);
    }
}
