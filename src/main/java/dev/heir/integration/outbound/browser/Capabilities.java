package dev.heir.integration.outbound.browser;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;

/** What a browser of ours is asked to be: as the company's robot, by its own name, and with one way out. */
final class Capabilities {

    private static final List<String> ALWAYS = List.of(
            "--headless=new",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--no-pings",
            "--mute-audio",
            "--disable-background-networking",
            "--disable-breakpad",
            "--disable-component-update",
            "--disable-crash-reporter",
            "--disable-default-apps",
            // Containers have little of it.
            "--disable-dev-shm-usage",
            "--disable-extensions",
            "--disable-sync",
            "--blink-settings=imagesEnabled=false",
            // Nothing past the proxy: WebRTC sends datagrams, and a name that is looked up tells whom we read.
            "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
            "--webrtc-ip-handling-policy=disable_non_proxied_udp");

    private Capabilities() {}

    static ObjectNode local(BrowserConfig config, String agent, Path directory, int proxy) {
        ArrayNode arguments = JsonNodeFactory.instance.arrayNode();
        ALWAYS.forEach(arguments::add);
        arguments
                .add("--user-agent=" + agent)
                .add("--user-data-dir=" + directory.resolve("profile"))
                .add("--proxy-server=http://127.0.0.1:" + proxy)
                // Loopback goes through the proxy as well; without this it would be asked directly.
                .add("--proxy-bypass-list=<-loopback>")
                // The proxy itself has to be found.
                .add("--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1");
        if (!config.sandbox()) {
            arguments.add("--no-sandbox");
        }
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.set("args", arguments);
        // 3: no download at all.
        options.putObject("prefs").put("download_restrictions", 3);
        config.binary().ifPresent(binary -> options.put("binary", binary));
        return asked(options);
    }

    static ObjectNode remote(BrowserConfig config, String agent) {
        ArrayNode arguments = JsonNodeFactory.instance.arrayNode();
        ALWAYS.forEach(arguments::add);
        if (!config.sandbox()) {
            arguments.add("--no-sandbox");
        }
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.set("args", arguments.add("--user-agent=" + agent));
        return asked(options);
    }

    private static ObjectNode asked(ObjectNode options) {
        ObjectNode always = JsonNodeFactory.instance.objectNode().put("webSocketUrl", true);
        always.put("unhandledPromptBehavior", "dismiss");
        always.set("goog:chromeOptions", options);
        ObjectNode capabilities = JsonNodeFactory.instance.objectNode();
        capabilities.putObject("capabilities").set("alwaysMatch", always);
        return capabilities;
    }
}
