package dev.heir.integration.rest;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A real browser, headless, by the WebDriver protocol (W3C); the test is skipped aloud where there is none. */
final class Browser implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LONGEST_WAIT = 30_000_000_000L;
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf"; // W3C WebDriver, section 11

    private final Process driver;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String session;

    private Browser(Process driver, int port) throws IOException, InterruptedException {
        this.driver = driver;
        String root = "http://127.0.0.1:" + port + "/session";
        Map<String, Object> chromium = Map.of(
                "args",
                List.of(
                        "--headless=new",
                        "--no-sandbox", // tests may run as root
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync"));
        this.session = root + "/"
                + post(root, Map.of("capabilities", Map.of("alwaysMatch", Map.of("goog:chromeOptions", chromium))))
                        .path("sessionId")
                        .asText();
    }

    static Browser open() throws IOException, InterruptedException {
        Process driver;
        try {
            driver = new ProcessBuilder("chromedriver", "--port=0")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException missing) {
            abort("SKIPPED: chromedriver is not installed");
            throw missing;
        }
        BufferedReader says = driver.inputReader();
        for (String line = says.readLine(); line != null; line = says.readLine()) {
            if (line.contains("started successfully on port ")) {
                return new Browser(driver, Integer.parseInt(line.replaceAll(".* port (\\d+).*", "$1")));
            }
        }
        throw new IOException("chromedriver ended with " + driver.waitFor());
    }

    void go(String url) throws IOException, InterruptedException {
        post(session + "/url", Map.of("url", url));
    }

    void type(String css, String text) throws IOException, InterruptedException {
        post(element(css) + "/value", Map.of("text", text));
    }

    void click(String css) throws IOException, InterruptedException {
        post(element(css) + "/click", Map.of());
    }

    /** What a person reads. */
    String text() throws IOException, InterruptedException {
        return run("return document.body.innerText").asText();
    }

    String address() throws IOException, InterruptedException {
        return get(session + "/url").asText();
    }

    /** As the page itself would; what it promises is waited for. */
    JsonNode run(String script) throws IOException, InterruptedException {
        return post(session + "/execute/sync", Map.of("script", script, "args", List.of()));
    }

    /** Also one that no script may read. */
    JsonNode cookie(String name) throws IOException, InterruptedException {
        return get(session + "/cookie/" + name);
    }

    /** Waits until it is at an address that begins so, for half a minute at most. */
    void awaitAddress(String start) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_WAIT;
        while (!address().startsWith(start)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the page is " + address() + ", " + get(session + "/source"));
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    String title() throws IOException, InterruptedException {
        return get(session + "/title").asText();
    }

    /** Waits for a page with that title, for half a minute at most. */
    void awaitTitle(String wanted) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_WAIT;
        while (!title().equals(wanted)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the page is '" + title() + "', " + get(session + "/source"));
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    @Override
    public void close() throws IOException {
        try (client) {
            client.send(
                    HttpRequest.newBuilder(URI.create(session)).DELETE().build(),
                    HttpResponse.BodyHandlers.discarding());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            driver.destroy();
        }
    }

    /** Waits for it: a click may have led to another page that is still coming. */
    private String element(String css) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_WAIT;
        while (true) {
            JsonNode found = post(session + "/elements", Map.of("using", "css selector", "value", css));
            if (!found.isEmpty()) {
                return session + "/element/" + found.get(0).path(ELEMENT).asText();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("no " + css + " in " + get(session + "/source"));
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    private JsonNode get(String url) throws IOException, InterruptedException {
        return value(HttpRequest.newBuilder(URI.create(url)).build());
    }

    private JsonNode post(String url, Map<String, ?> body) throws IOException, InterruptedException {
        return value(HttpRequest.newBuilder(URI.create(url))
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    private JsonNode value(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(request.uri() + " was answered " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body()).path("value");
    }
}
