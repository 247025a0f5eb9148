package dev.heir.integration.rest;

import dev.heir.integration.call.Opening;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a caller's side of a WebSocket's handshake must be (RFC 6455, section 4.2.1) before a provider hears of it. */
final class Handshake {

    private static final String VERSION = "sec-websocket-version";

    private Handshake() {}

    /**
     * @param headers by lower-case name, as they came
     * @throws Problem when it is for another protocol, or another version of this one
     * @throws InvalidInput with all flaws of it
     */
    static void check(String method, Upgrade asked, Map<String, List<String>> headers) {
        if (!asked.isWebSocket()) {
            throw new Problem(
                    501,
                    "upgrade-not-supported",
                    "The connection cannot become that",
                    "'Upgrade: " + asked.protocol()
                            + "' is not passed on; 'Upgrade: websocket' is, and requests without one");
        }
        List<Flaw> flaws = new ArrayList<>();
        if (!method.equals("GET")) {
            flaws.add(new Flaw("method", method, "must be GET to open a WebSocket"));
        }
        if (Arrays.stream(only(headers, "connection").split(","))
                .noneMatch(each -> each.strip().toLowerCase(Locale.ROOT).equals("upgrade"))) {
            flaws.add(new Flaw(
                    "Connection",
                    only(headers, "connection"),
                    "must name Upgrade; a gateway on the way may have taken it"));
        }
        if (!isKey(only(headers, Opening.KEY))) {
            flaws.add(new Flaw("Sec-WebSocket-Key", only(headers, Opening.KEY), "must be 16 bytes in Base64"));
        }
        if (!flaws.isEmpty()) {
            throw new InvalidInput(flaws);
        }
        if (!only(headers, VERSION).equals("13")) { // RFC 6455, section 4.4
            throw new Problem(
                            426,
                            "websocket-version",
                            "Another version of WebSocket is needed",
                            "'Sec-WebSocket-Version: " + only(headers, VERSION) + "' is not passed on; 13 is")
                    .header("Sec-WebSocket-Version", "13")
                    .header("Upgrade", Upgrade.WEBSOCKET)
                    .header("Connection", "Upgrade");
        }
    }

    private static String only(Map<String, List<String>> headers, String name) {
        return String.join(",", headers.getOrDefault(name, List.of()));
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
