package dev.heir.integration.outbound.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A driver elsewhere whose browser does not come up. */
@Timeout(60)
class WebDriverTest {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private String begun = "";
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            byte[] answer = begun.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void open() throws IOException {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/wd/");
        BrowserSession.remote(Settings.with(), "robot", url, (_, _) -> Optional.empty())
                .close();
    }

    /** Whoever runs it would keep a browser for nobody, one for each try. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\"webSocketUrl\": \"ws://127.0.0.1:1/session\"", "\"webSocketUrl\": true"})
    void a_session_that_cannot_be_used_is_ended_again(String socket) {
        begun = "{\"value\": {\"sessionId\": \"7\", \"capabilities\": {" + socket + "}}}";

        assertThatThrownBy(this::open).isInstanceOf(IOException.class);

        assertThat(asked).containsExactly("POST /wd/session", "DELETE /wd/session/7");
    }

    @Test
    void a_driver_that_has_no_browser_says_why() {
        begun = "{\"value\": {\"error\": \"session not created\", \"message\": \"no place left\\nmore\"}}";
        status = 500;

        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessage("no browser: no place left");
        assertThat(asked).containsExactly("POST /wd/session");
    }
}
