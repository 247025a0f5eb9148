package dev.heir.integration.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpServer;
import dev.heir.integration.queue.LocalSqs;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged application, started as each function, through Lambda's own poll loop and on a real PostgreSQL. */
class FunctionsIT {

    private static final String ADMIN_KEY = "admin-key-of-this-test";
    /** Where the functions keep no disk, all get the key from here. */
    private static final String SEALING_KEY =
            Base64.getEncoder().encodeToString("a sealing key of thirty-two byte".getBytes(StandardCharsets.US_ASCII));

    private static final String SETTINGS = "{\"SecretString\":\"{\\\"integration.admin.key\\\":\\\"" + ADMIN_KEY
            + "\\\",\\\"integration.credential.key\\\":\\\"" + SEALING_KEY + "\\\"}\"}";
    private static final String API_KEY = "api-key-of-the-upstream";
    private static final Set<String> PAGES = Set.of("GET /page", "GET /offer");
    private static final String OFFER = """
            <html lang=en><title>Lamp</title><main><h1>Lamp</h1><p class=price>12.50 EUR</p>
            <dl><dt>Stock</dt><dd>7</dd></dl>
            <script type="application/ld+json">{"@context": "https://schema.org", "@type": "Product", "sku": "L-1",
              "offers": {"@type": "Offer", "price": "12.50", "priceCurrency": "EUR"}}</script></main>""";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, PackagedFunction> FUNCTIONS = new LinkedHashMap<>();

    /** After so many failures a page is given up, and its message dead. */
    private static final int TRIES = 2;

    private static final LocalSqs QUEUE = new LocalSqs(Duration.ofMinutes(5), TRIES);

    private static EmbeddedPostgres postgres;
    private static HttpServer upstream;
    private static String projectKey;

    @BeforeAll
    static void migrate_start_every_function_and_register_a_provider() throws IOException, InterruptedException {
        upstream = upstream();
        postgres = EmbeddedPostgres.builder().start();
        Map<String, String> environment = new HashMap<>();
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.getJdbcUrl("postgres", "postgres"));
        environment.put("QUARKUS_DATASOURCE_USERNAME", "postgres");
        environment.put("QUARKUS_DATASOURCE_PASSWORD", "postgres");
        assertThat(PackagedFunction.migrate(environment)).isZero();
        environment.putAll(asOnLambda());
        for (String function : new FunctionTable(JSON).functions()) {
            Map<String, String> own = new HashMap<>(environment);
            if (function.equals("scrape")) {
                own.putAll(wokenByItsQueue());
            }
            FUNCTIONS.put(function, PackagedFunction.start(function, freePort(), own));
        }
        assertThat(status(invoke("assign", request("PUT", "/v1/providers/upstream", ADMIN_KEY, provider()))))
                .isEqualTo(201);
        assertThat(status(invoke(
                        "assign",
                        request(
                                "PUT",
                                "/v1/credentials/upstream-key",
                                ADMIN_KEY,
                                "{\"kind\":\"api-key\",\"header\":\"X-Api-Key\",\"value\":\"" + API_KEY + "\"}"))))
                .isEqualTo(201);
        assertThat(status(invoke("assign", request("PUT", "/v1/providers/guarded", ADMIN_KEY, guarded()))))
                .isEqualTo(201);
        JsonNode project = invoke("assign", request("PUT", "/v1/projects/shop", ADMIN_KEY, "{}"));
        assertThat(status(project)).isEqualTo(201);
        projectKey = body(project).path("key").asText();
    }

    @AfterAll
    static void stop() throws IOException {
        FUNCTIONS.values().forEach(PackagedFunction::close);
        postgres.close();
        upstream.stop(0);
    }

    @Test
    void call_api_gets_an_answer_and_finds_it_again() throws IOException {
        JsonNode answer = invoke(
                "call-api",
                request("POST", "/v1/calls", projectKey, "{\"provider\":\"upstream\",\"operation\":\"greet\"}"));
        assertThat(status(answer)).isEqualTo(200);
        assertThat(body(answer).path("source").asText()).isEqualTo("LIVE");
        assertThat(body(answer).at("/body/hello").asText()).isEqualTo("world");
        String id = body(answer).path("id").asText();
        JsonNode recorded = invoke("call-api", request("GET", "/v1/calls/" + id, projectKey, ""));
        assertThat(status(recorded)).isEqualTo(200);
        assertThat(body(recorded).path("id").asText()).isEqualTo(id);
    }

    @Test
    void a_credential_that_one_function_seals_signs_the_calls_of_another() throws IOException {
        JsonNode answer = invoke(
                "call-api",
                request("POST", "/v1/calls", projectKey, "{\"provider\":\"guarded\",\"operation\":\"open\"}"));
        assertThat(status(answer)).as(answer.toString()).isEqualTo(200);
        assertThat(body(answer).at("/body/door").asText()).isEqualTo("open");
    }

    @Test
    void assign_plans_three_phases() throws IOException {
        JsonNode answer = invoke(
                "assign",
                request(
                        "POST",
                        "/v1/assignments",
                        ADMIN_KEY,
                        "{\"project\":\"shop\",\"requirement\":{\"providers\":[\"upstream\"],\"realTime\":false}}"));
        assertThat(status(answer)).as(answer.toString()).isEqualTo(201);
        assertThat(answer.path("body").asText())
                .contains("external_api_assessment", "data_pipeline_setup", "integration_monitoring");
    }

    @Test
    void scrape_takes_pages_from_the_api_and_sends_back_only_the_message_it_cannot_read() throws IOException {
        String page = "http://127.0.0.1:" + upstream.getAddress().getPort() + "/page";
        JsonNode submitted =
                invoke("scrape", request("POST", "/v1/scrapes", projectKey, "{\"pages\":[\"" + page + "\"]}"));
        assertThat(status(submitted)).as(submitted.toString()).isEqualTo(202);
        JsonNode answer = JSON.readTree(function("scrape")
                .invoke(batch("{\"project\":\"shop\",\"url\":\"" + page + "\"}", "no JSON at all"))
                .join());
        assertThat(answer.path("batchItemFailures")).hasSize(1);
        assertThat(answer.at("/batchItemFailures/0/itemIdentifier").asText()).isEqualTo("message-1");
    }

    @Test
    void submitted_pages_wake_scrape_and_what_keeps_failing_ends_as_a_dead_letter_and_a_case() throws IOException {
        String site = "http://127.0.0.1:" + upstream.getAddress().getPort();
        JsonNode submitted = invoke(
                "scrape",
                request(
                        "POST",
                        "/v1/scrapes",
                        projectKey,
                        "{\"pages\":[\"" + site + "/page\", \"" + site + "/broken\"]}"));
        assertThat(status(submitted)).as(submitted.toString()).isEqualTo(202);
        assertThat(QUEUE.size()).isPositive();

        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        String scrape = "/v1/scrapes/" + body(submitted).path("id").asText();
        JsonNode read = MissingNode.getInstance();
        while (!(read.path("state").asText().equals("DONE") && QUEUE.size() == 0) && System.nanoTime() < end) {
            deliver(QUEUE.receive());
            read = body(invoke("scrape", request("GET", scrape, projectKey, "")));
        }

        assertThat(QUEUE.size()).isZero();
        assertThat(read.path("pages").findValuesAsText("state"))
                .as(read.toString())
                .containsExactly("FETCHED", "DEAD");
        assertThat(QUEUE.takeDead()).singleElement().asString().contains("127.0.0.1");
        JsonNode cases = body(invoke("report", request("GET", "/v1/escalations", ADMIN_KEY, "")));
        String file = "/v1/escalations/" + cases.at("/items/0/id").asText();
        assertThat(invoke("report", request("GET", file, ADMIN_KEY, ""))
                        .path("body")
                        .asText())
                .contains(site + "/broken", scrape);
    }

    /** As Lambda does it: what the function does not name is done. */
    private static void deliver(List<LocalSqs.Delivered> messages) throws IOException {
        if (messages.isEmpty()) {
            return;
        }
        var batch = JSON.createObjectNode();
        var records = batch.putArray("Records");
        messages.forEach(message -> records.addObject()
                .put("messageId", message.id())
                .put("receiptHandle", message.receipt())
                .put("eventSource", "aws:sqs")
                .put("body", message.body()));
        List<String> failed = JSON.readTree(function("scrape")
                        .invoke(JSON.writeValueAsString(batch))
                        .join())
                .findValuesAsText("itemIdentifier");
        messages.stream().filter(message -> !failed.contains(message.id())).forEach(QUEUE::delete);
    }

    private static Map<String, String> wokenByItsQueue() {
        return Map.of(
                "INTEGRATION_QUEUE_SCRAPE_URL",
                QUEUE.url().toString(),
                "INTEGRATION_SCRAPE_DELAY",
                "100ms",
                "INTEGRATION_SCRAPE_RETRY_AFTER",
                "0s",
                "INTEGRATION_SCRAPE_MOST_TRIES",
                Integer.toString(TRIES));
    }

    @Test
    void a_page_is_read_into_fields_in_every_way_by_sweeps() throws IOException {
        String page = "http://127.0.0.1:" + upstream.getAddress().getPort() + "/offer";
        JsonNode submitted = invoke("scrape", request("POST", "/v1/scrapes", projectKey, """
                {"pages": ["%s"], "structures": ["THINGS", "TABLES", "ARTICLE", "NEXT_PAGE"], "fields": {
                  "price": {"css": ".price", "from": "Product.offers.price", "type": "MONEY", "required": true},
                  "stock": {"css": "dt:containsOwn(Stock) + dd", "type": "NUMBER"},
                  "sku": {"json": "$..sku"}}}""".formatted(page)));
        assertThat(status(submitted)).as(submitted.toString()).isEqualTo(202);
        String id = body(submitted).path("id").asText();

        String schedule = Files.readString(Path.of("infra", "samples", "event-schedule.json"));
        JsonNode read = MissingNode.getInstance();
        long end =
                System.nanoTime() + Duration.ofSeconds(60).toNanos(); // robots.txt first, and then the host's own pace
        while (!read.path("state").asText().equals("DONE") && System.nanoTime() < end) {
            function("health-sweep").invoke(schedule).join();
            read = body(invoke("scrape", request("GET", "/v1/scrapes/" + id, projectKey, "")));
        }
        assertThat(read.at("/pages/0/state").asText()).as(read.toString()).isEqualTo("FETCHED");
        JsonNode fields = read.at("/pages/0/content/extracted/fields");
        assertThat(fields.at("/price/text").asText()).as(read.toString()).contains("12.50");
        assertThat(fields.at("/stock/text").asText()).as(read.toString()).isEqualTo("7");
        assertThat(fields.at("/sku/text").asText()).as(read.toString()).isEqualTo("L-1");

        JsonNode monitor = invoke(
                "assign",
                request(
                        "PUT",
                        "/v1/monitors/offers",
                        ADMIN_KEY,
                        "{\"project\": \"shop\", \"pages\": [\"" + page
                                + "\"], \"every\": \"6h\", \"fields\": {\"price\": \".price\"}}"));
        assertThat(status(monitor)).as(monitor.toString()).isBetween(200, 201);
    }

    @Test
    void health_sweep_runs_on_its_schedule_and_when_it_is_asked() throws IOException {
        JsonNode asked = invoke("health-sweep", request("POST", "/v1/sweeps", ADMIN_KEY, ""));
        assertThat(status(asked)).as(asked.toString()).isEqualTo(200);
        String schedule = Files.readString(Path.of("infra", "samples", "event-schedule.json"));
        JsonNode byColour =
                JSON.readTree(function("health-sweep").invoke(schedule).join()).path("providers");
        assertThat(byColour.valueStream().mapToInt(JsonNode::asInt).sum())
                .as(byColour.toString())
                .isEqualTo(2);
    }

    @Test
    void report_tells_the_standing_of_what_is_registered() throws IOException {
        JsonNode report = invoke("report", request("GET", "/v1/report", ADMIN_KEY, ""));
        assertThat(status(report)).as(report.toString()).isEqualTo(200);
        JsonNode health = invoke("report", request("GET", "/v1/health", ADMIN_KEY, ""));
        assertThat(status(health)).as(health.toString()).isEqualTo(200);
    }

    @Test
    void both_doors_give_the_same_status_headers_and_body() throws IOException, InterruptedException {
        for (Request request : new Request[] {
            request("GET", "/v1/providers/upstream", ADMIN_KEY, ""),
            request("GET", "/v1/providers/nobody", ADMIN_KEY, ""),
            request("PUT", "/v1/providers/broken", ADMIN_KEY, "{\"baseUrl\": \"ftp://x\", \"colour\": \"red\"}"),
            request("PUT", "/v1/providers/broken", ADMIN_KEY, "{ not json"),
            request("GET", "/v1/projects", "wrong key", ""),
        }) {
            JsonNode lambda = invoke("assign", request);
            HttpResponse<String> http = overHttp("assign", request);
            assertThat(status(lambda)).as(request.toString()).isEqualTo(http.statusCode());
            assertThat(headers(lambda)).as(request.toString()).isEqualTo(headers(http));
            assertThat(lambda.path("body").asText()).as(request.toString()).isEqualTo(http.body());
        }
    }

    @Test
    void a_function_does_not_answer_another_ones_route() throws IOException {
        for (String function : FUNCTIONS.keySet()) {
            String foreign = function.equals("call-api") ? "/v1/report" : "/v1/calls/INTEGRATION.X";
            JsonNode answer = invoke(function, request("GET", foreign, ADMIN_KEY, ""));
            assertThat(status(answer)).isEqualTo(404);
            assertThat(answer.at("/headers/content-type").asText()).isEqualTo("application/problem+json");
            assertThat(body(answer).path("detail").asText()).contains(function);
        }
    }

    @Test
    void an_event_of_no_known_kind_is_an_error_of_the_function() {
        assertThatThrownBy(() ->
                        function("report").invoke("{\"Message\":\"hello\"}").join())
                .hasMessageContaining("Message");
    }

    /** The role's credentials, the settings in Secrets Manager, and a token that this PostgreSQL does not look at. */
    private static Map<String, String> asOnLambda() {
        return Map.of(
                "AWS_ACCESS_KEY_ID", "akid",
                "AWS_SECRET_ACCESS_KEY", "skid",
                "AWS_SESSION_TOKEN", "session",
                "AWS_REGION", "eu-central-1",
                "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                        "http://127.0.0.1:" + upstream.getAddress().getPort(),
                "INTEGRATION_SECRET", "integration-orchestrator/settings",
                "QUARKUS_DATASOURCE_CREDENTIALS_PROVIDER", "rds-iam");
    }

    private record Request(String method, String path, String key, String body) {}

    private static Request request(String method, String path, String key, String body) {
        return new Request(method, path, key, body);
    }

    private static JsonNode invoke(String function, Request request) throws IOException {
        Map<String, Object> event = Map.of(
                "version", "2.0",
                "rawPath", request.path(),
                "rawQueryString", "",
                "headers",
                        Map.of(
                                "authorization", "Bearer " + request.key(),
                                "content-type", "application/json",
                                "host", "orchestrator.example"),
                "requestContext", Map.of("http", Map.of("method", request.method(), "sourceIp", "203.0.113.7")),
                "body", request.body(),
                "isBase64Encoded", false);
        return JSON.readTree(
                function(function).invoke(JSON.writeValueAsString(event)).join());
    }

    private static HttpResponse<String> overHttp(String function, Request request)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + function(function).port() + request.path());
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(uri)
                            .version(HttpClient.Version.HTTP_1_1)
                            .method(request.method(), HttpRequest.BodyPublishers.ofString(request.body()))
                            .header("authorization", "Bearer " + request.key())
                            .header("content-type", "application/json")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static int status(JsonNode answer) {
        return answer.path("statusCode").asInt();
    }

    private static JsonNode body(JsonNode answer) throws IOException {
        return JSON.readTree(answer.path("body").asText());
    }

    private static Map<String, String> headers(JsonNode answer) {
        Map<String, String> headers = new TreeMap<>();
        answer.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return headers;
    }

    /** Without the length, which the gateway counts anew. */
    private static Map<String, String> headers(HttpResponse<String> response) {
        Map<String, String> headers = new TreeMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, String.join(",", values)));
        headers.remove("content-length");
        return headers;
    }

    private static String batch(String... bodies) throws IOException {
        var batch = JSON.createObjectNode();
        var records = batch.putArray("Records");
        for (int i = 0; i < bodies.length; i++) {
            records.addObject()
                    .put("messageId", "message-" + i)
                    .put("eventSource", "aws:sqs")
                    .put("body", bodies[i]);
        }
        return JSON.writeValueAsString(batch);
    }

    private static PackagedFunction function(String name) {
        return Objects.requireNonNull(FUNCTIONS.get(name), name);
    }

    private static String provider() {
        return "{\"baseUrl\":\"http://127.0.0.1:" + upstream.getAddress().getPort()
                + "\",\"internal\":true,\"operations\":{\"greet\":{\"get\":\"/greet\"}}}";
    }

    private static String guarded() {
        return "{\"baseUrl\":\"http://127.0.0.1:" + upstream.getAddress().getPort()
                + "\",\"internal\":true,\"credentials\":[\"upstream-key\"],\"operations\":{\"open\":{\"get\":\"/door\"}}}";
    }

    /** A provider, a website and, under POST, Secrets Manager. */
    private static HttpServer upstream() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String asked = exchange.getRequestMethod() + " "
                        + exchange.getRequestURI().getPath();
                byte[] body = (switch (asked) {
                            case "GET /greet" -> "{\"hello\":\"world\"}";
                            case "GET /page" -> "<title>Prices</title><p>One pound";
                            case "GET /offer" -> OFFER;
                            case "GET /door" ->
                                API_KEY.equals(exchange.getRequestHeaders().getFirst("X-Api-Key"))
                                        ? "{\"door\":\"open\"}"
                                        : "";
                            case "POST /" -> SETTINGS;
                            default -> "";
                        })
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders()
                        .add("Content-Type", PAGES.contains(asked) ? "text/html" : "application/json");
                int status = asked.equals("GET /broken") ? 502 : body.length == 0 ? 404 : 200;
                exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
