package dev.heir.integration.outbound.browser;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The browser that shows pages which say nothing without one. */
@ConfigMapping(prefix = "integration.browser")
public interface BrowserConfig {

    /**
     * A WebDriver elsewhere, which speaks BiDi; without one a chromedriver of this machine is started. What the remote
     * browser asks for passes the same rules, but its connections are its own network's to guard.
     */
    Optional<URI> url();

    /** The program that drives Chromium. */
    @WithDefault("chromedriver")
    String driver();

    /** The browser itself, where the driver would not find it. */
    Optional<String> binary();

    /** Whether Chromium shuts its pages in; it cannot where it runs as root. */
    @WithDefault("true")
    boolean sandbox();

    /** Browsers at once; each is a few hundred megabytes. */
    @WithDefault("2")
    int most();

    /** After so many pages a browser makes room for a new one: what it leaks is gone then. */
    @WithDefault("50")
    int pages();

    /** Of one browser with all its processes, in bytes; a page that needs more is given up. */
    @WithDefault("1073741824")
    long memory();

    /** Of one page, from the first byte it gets until it is quiet; what it shows by then is what it says. */
    @WithDefault("15s")
    Duration timeout();

    /** Of a browser, from its start until it takes a page. */
    @WithDefault("20s")
    Duration start();

    /** How long a page waits for a browser. */
    @WithDefault("20s")
    Duration patience();

    /** How long nothing may be under way for a page to be complete. */
    @WithDefault("500ms")
    Duration quiet();

    /** How long a page that is complete and still shows no text is waited for: its scripts may take their time. */
    @WithDefault("4s")
    Duration late();

    /** What one page may ask for; who needs more is no page for a robot. */
    @WithDefault("200")
    int requests();

    /** Whether a page gets what it asks of other hosts than its own. */
    @WithDefault("true")
    boolean thirdParties();

    /** The largest document that is read from the browser, in characters. */
    @WithDefault("8388608")
    int largestPage();
}
