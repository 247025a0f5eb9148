package dev.heir.integration.function;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.access.Actor;
import dev.heir.integration.access.Person;
import dev.heir.integration.access.Role;
import dev.heir.integration.access.SessionKey;
import dev.heir.integration.access.Sessions;
import dev.heir.integration.access.StaffKey;
import dev.heir.integration.access.StaffKeys;
import dev.heir.integration.access.Visit;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.KeyWish;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.ProjectKey;
import dev.heir.integration.provider.Projects;
import dev.heir.integration.provider.Reach;
import dev.heir.integration.provider.Tier;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.HttpServer;
import io.restassured.http.Header;
import io.restassured.http.Headers;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route of every function, asked by everybody, through both doors: {@code authorization.csv} says what each hears. */
@QuarkusTest
@Timeout(300)
class AuthorizationTest {

    /** Nothing takes it: whoever is let in is told so, and changes nothing. */
    private static final String FLAWED = "{\"no-such-key\": 1}";

    private static final Header FROM_AFAR = new Header("X-Forwarded-For", "203.0.113.7");

    @Inject
    HttpServer server;

    @Inject
    FunctionTable table;

    @Inject
    LoopbackDoor door;

    @Inject
    Projects projects;

    @Inject
    StaffKeys staff;

    @Inject
    Sessions sessions;

    @Inject
    @ConfigProperty(name = "integration.sign-in.issuer")
    URI issuer;

    /** Of all tests: they share one database. */
    private static final AtomicInteger ASKED = new AtomicInteger();

    private final Map<String, Headers> nobodies = new LinkedHashMap<>();
    private String key = "";
    private StaffKey operator;
    private StaffKey admin;
    private SessionKey operatorsSession;
    private SessionKey adminsSession;

    /**
     * @param expected by who asks: {@code nobody, caller, operator, admin}, and by whose browser it is asked:
     *     {@code session} of an operator from our own page, {@code page} of another site with an administrator's
     */
    private record Row(String route, Map<String, String> expected) {}

    @BeforeEach
    void everybody_gets_ready() {
        key = projects.put(new Project("authorized", Tier.IMPORTANT, Optional.empty()))
                .orElseThrow()
                .text();
        Projects.Added added = projects.addKey("authorized", Optional.empty()).orElseThrow();
        ProjectKey revoked = ((Projects.Added.Issued) added).key();
        projects.revokeKey("authorized", revoked.prefix());
        String removed = projects.put(new Project("gone", Tier.IMPORTANT, Optional.empty()))
                .orElseThrow()
                .text();
        projects.remove("gone");
        String other = key.substring(0, key.length() - 1) + (key.endsWith("0") ? "1" : "0");
        Projects.Added late = projects.addKey(
                        "authorized",
                        new KeyWish(Optional.empty(), Reach.WHOLE, Optional.of(Duration.ZERO), Optional.empty()),
                        Optional.empty())
                .orElseThrow();
        StaffKey withdrawn = staff.issue("withdrawn", Role.ADMIN, Optional.empty());
        staff.revoke(withdrawn.prefix());
        operator = staff.issue("an operator", Role.OPERATOR, Optional.empty());
        admin = staff.issue("an administrator", Role.ADMIN, Optional.empty());
        operatorsSession = session("an operator", "support");
        adminsSession = session("an administrator", "platform");
        SessionKey ended = session("somebody who left", "platform");
        sessions.endAll(issuer, "somebody who left");
        nobodies.put("a session that has ended", shows(ended, Optional.empty()));
        nobodies.put("a session without a role", shows(session("a guest", "everybody"), Optional.empty()));
        nobodies.put(
                "an expired key",
                authorization("Bearer " + ((Projects.Added.Issued) late).key().text()));
        nobodies.put("a revoked staff key", authorization("Bearer " + withdrawn.text()));
        nobodies.put(
                "an expired staff key",
                authorization("Bearer "
                        + staff.issue("late", Role.ADMIN, Optional.of(Duration.ZERO))
                                .text()));
        nobodies.put(
                "a staff key of nobody",
                authorization("Bearer " + StaffKey.make(new SecureRandom()).text()));
        nobodies.put("a project's key written as staff's", authorization("Bearer ia_" + key.substring(3)));
        nobodies.put("without a key, from afar", Headers.headers(FROM_AFAR));
        nobodies.put("without a key, through a proxy", Headers.headers(new Header("Via", "1.1 nearby")));
        nobodies.put("without a key, at a name that was rebound", Headers.headers(new Header("Host", "evil.example")));
        nobodies.put("a page of a website", Headers.headers(new Header("Origin", "https://evil.example")));
        nobodies.put("a link in another page", Headers.headers(new Header("Sec-Fetch-Site", "same-site")));
        nobodies.put("a word", authorization("Bearer let-me-in"));
        nobodies.put("another scheme", authorization("Basic dXNlcjpwYXNz"));
        nobodies.put("no scheme", authorization("let-me-in"));
        nobodies.put("a key with another secret", authorization("Bearer " + other));
        nobodies.put("a revoked key", authorization("Bearer " + revoked.text()));
        nobodies.put("a removed project's key", authorization("Bearer " + removed));
    }

    @AfterEach
    void everybody_leaves() {
        projects.remove("authorized");
        staff.all().forEach(each -> staff.revoke(each.prefix()));
    }

    private SessionKey session(String subject, String group) {
        SessionKey key = SessionKey.make(new SecureRandom());
        sessions.begin(
                key,
                new Person(issuer, subject, subject, Set.of(group)),
                new Visit(new Actor(subject, Role.OPERATOR, Actor.How.SIGN_IN), "198.18.0.1"),
                new Sessions.Lifetime(Duration.ofHours(1), Duration.ofHours(1)),
                Body.of("no token"));
        return key;
    }

    /** @param origin of the page that asks; else ours, as the browser says in another way */
    private static Headers shows(SessionKey session, Optional<String> origin) {
        return Headers.headers(
                new Header("Cookie", "theme=dark; integration-session=" + session.text()),
                origin.map(page -> new Header("Origin", page)).orElse(new Header("Sec-Fetch-Site", "same-origin")));
    }

    private Map<String, Headers> browsers() {
        return Map.of(
                "session", shows(operatorsSession, Optional.empty()),
                "page", shows(adminsSession, Optional.of("https://evil.example")));
    }

    private static Headers authorization(String value) {
        return Headers.headers(new Header("Authorization", value));
    }

    @Test
    void the_table_has_every_route_and_no_other() throws IOException {
        assertThat(rows().map(Row::route))
                .containsExactlyInAnyOrderElementsOf(table.functions().stream()
                        .flatMap(function -> table.routesOf(function).stream())
                        .map(Route::toString)
                        .toList());
    }

    @Test
    void over_http_everybody_hears_what_the_table_says() throws IOException {
        SoftAssertions all = new SoftAssertions();
        rows().forEach(row -> {
            nobodies.forEach((who, shown) -> all.assertThat(overHttp(row.route, shown))
                    .as("%s: %s", who, row.route)
                    .isEqualTo(row.expected.get("nobody")));
            known().forEach((role, shown) -> all.assertThat(overHttp(row.route, authorization("Bearer " + shown)))
                    .as("%s: %s", role, row.route)
                    .isEqualTo(row.expected.get(role)));
            browsers().forEach((who, shown) -> all.assertThat(overHttp(row.route, shown))
                    .as("%s: %s", who, row.route)
                    .isEqualTo(row.expected.get(who)));
            all.assertThat(overHttp(row.route, new Headers()))
                    .as("this machine's user: %s", row.route)
                    .isEqualTo(
                            "in".equals(row.expected.get("admin")) || !"in".equals(row.expected.get("caller"))
                                    ? row.expected.get("admin")
                                    : row.expected.get("nobody"));
        });
        all.assertAll();
    }

    @Test
    void through_the_door_of_lambda_everybody_hears_the_same() throws IOException {
        Map<String, String> functions = new LinkedHashMap<>();
        table.functions().forEach(function -> table.routesOf(function)
                .forEach(route -> functions.put(route.toString(), function)));
        SoftAssertions all = new SoftAssertions();
        rows().forEach(row -> {
            String function = functions.getOrDefault(row.route, "none");
            nobodies.forEach((who, shown) -> all.assertThat(onLambda(function, row.route, shown))
                    .as("%s: %s", who, row.route)
                    .isEqualTo(row.expected.get("nobody")));
            known().forEach((role, shown) -> all.assertThat(
                            onLambda(function, row.route, authorization("Bearer " + shown)))
                    .as("%s: %s", role, row.route)
                    .isEqualTo(row.expected.get(role)));
            browsers().forEach((who, shown) -> all.assertThat(onLambda(function, row.route, shown))
                    .as("%s: %s", who, row.route)
                    .isEqualTo(row.expected.get(who)));
        });
        all.assertAll();
    }

    @Test
    void this_machines_own_page_may_ask_and_a_page_of_another_port_may_not() {
        String own = "http://localhost:" + server.getPort();
        assertThat(overHttp("GET /v1/projects", Headers.headers(new Header("Origin", own))))
                .isEqualTo("in");
        assertThat(overHttp("GET /v1/projects", Headers.headers(new Header("Origin", "http://localhost:3000"))))
                .isEqualTo("401");
        assertThat(overHttp("GET /v1/projects", Headers.headers(new Header("Sec-Fetch-Site", "none"))))
                .isEqualTo("in");
    }

    /** {@code location / { proxy_pass http://127.0.0.1:8080; }} and nothing else: the world would be administrator. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1/projects", "/q/metrics"})
    void what_nginx_passes_on_when_nobody_told_it_what_to_say_is_not_this_machines_users(String path)
            throws IOException {
        String host = "Host: 127.0.0.1:" + server.getPort() + "\r\n";
        assertThat(raw("GET " + path + " HTTP/1.0\r\n" + host + "Connection: close\r\n\r\n"))
                .contains(" 401 ");
        assertThat(raw("GET " + path + " HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n"))
                .contains(" 200 ");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    /** README's first quarter of an hour registers us with ourselves; a project must not become administrator by that. */
    @Test
    void what_a_project_passes_on_to_ourselves_is_not_this_machines_users() {
        int port = server.getPort();
        given().port(port)
                .contentType("application/json")
                .body("{\"baseUrl\": \"http://127.0.0.1:" + port + "\", \"internal\": true}")
                .put("/v1/providers/ourselves")
                .then()
                .statusCode(201);
        RequestSpecification project = given().port(port).headers(authorization("Bearer " + key));
        int typed = project.contentType("application/json")
                .body("{\"provider\": \"ourselves\", \"path\": \"/v1/quotas\"}")
                .post("/v1/calls")
                .then()
                .statusCode(200)
                .extract()
                .path("status");
        int passed = given().port(port)
                .headers(authorization("Bearer " + key))
                .get("/v1/proxy/ourselves/v1/quotas")
                .statusCode();
        given().port(port).delete("/v1/providers/ourselves").then().statusCode(204);
        assertThat(typed).isEqualTo(200);
        assertThat(passed).isNotEqualTo(200);
    }

    @Test
    void metrics_and_description_are_for_operators_and_this_machine_and_health_for_everybody() {
        for (String path : List.of("/q/metrics", "/q/openapi")) {
            assertThat(overHttp("GET " + path, Headers.headers(FROM_AFAR)))
                    .as(path)
                    .isEqualTo("401");
            assertThat(overHttp("GET " + path, authorization("Bearer " + key)))
                    .as(path)
                    .isEqualTo("403");
            assertThat(overHttp("GET " + path, authorization("Bearer " + operator.text())))
                    .as(path)
                    .isEqualTo("in");
            assertThat(overHttp("GET " + path, new Headers())).as(path).isEqualTo("in");
        }
        for (String path :
                List.of("/q//metrics", "//q/metrics", "/%71/metrics", "/q/health/../metrics", "/q/./metrics")) {
            assertThat(given().port(server.getPort())
                            .urlEncodingEnabled(false)
                            .header(FROM_AFAR)
                            .get(path)
                            .statusCode())
                    .as(path)
                    .isIn(401, 404);
        }
        assertThat(overHttp("GET /q/health", Headers.headers(FROM_AFAR))).isEqualTo("in");
    }

    @Test
    void whoever_shows_wrong_keys_pauses_and_its_neighbours_with_keys_of_ours_do_not() {
        String neighbour = source();
        for (int i = 1; i <= 10; i++) {
            assertThat(shown("Bearer guess-" + i, neighbour).statusCode()).isEqualTo(i < 10 ? 401 : 429);
        }
        assertThat(shown("Bearer another-guess", neighbour).header("Retry-After"))
                .isEqualTo("1");
        assertThat(shown("Bearer " + key, neighbour).statusCode()).isEqualTo(403);
        assertThat(shown("Bearer guess", source()).statusCode()).isEqualTo(401);
    }

    private Response shown(String authorization, String source) {
        return given().port(server.getPort())
                .header("Authorization", authorization)
                .header("X-Forwarded-For", source)
                .get("/v1/projects");
    }

    private Map<String, String> known() {
        return Map.of("caller", key, "operator", operator.text(), "admin", admin.text());
    }

    private String overHttp(String route, Headers shown) {
        RequestSpecification request =
                given().port(server.getPort()).redirects().follow(false).headers(shown);
        if (shown.hasHeaderWithName("Authorization")) {
            request.header(new Header("X-Forwarded-For", source())); // as a proxy that is trusted would say
        }
        String method = method(route);
        return answer((method.equals("GET")
                        ? request
                        : request.contentType("application/json").body(FLAWED))
                .request(method, path(route))
                .statusCode());
    }

    private String onLambda(String function, String route, Headers shown) {
        Map<String, String> headers = new LinkedHashMap<>(Map.of("host", "orchestrator.example"));
        shown.forEach(header -> headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue()));
        List<String> cookies = Optional.ofNullable(headers.remove("cookie")).stream()
                .flatMap(line -> Stream.of(line.split("; ")))
                .toList(); // API Gateway puts them elsewhere
        headers.put("content-type", "application/json");
        Event.Api event = new Event.Api(
                method(route),
                path(route),
                "",
                headers,
                cookies,
                method(route).equals("GET") ? Body.EMPTY : Body.of(FLAWED),
                source());
        return answer(door.pass(function, event, Duration.ofSeconds(30)).statusCode());
    }

    /** Another one each time: else the first ten wrong keys would be all that are answered. */
    private static String source() {
        int next = ASKED.getAndIncrement();
        return "198.18." + next / 250 + "." + next % 250;
    }

    private static String answer(int status) {
        return status == 401 || status == 403 ? Integer.toString(status) : "in";
    }

    private static String method(String route) {
        String method = route.split(" ", 2)[0];
        return method.equals("ANY") ? "PATCH" : method;
    }

    /** Of what is not there. */
    private static String path(String route) {
        return route.split(" ", 2)[1].replaceAll("\\{[^}]*}", "authorized-nothing");
    }

    private static Stream<Row> rows() throws IOException {
        List<List<String>> lines = Files.readAllLines(Path.of("src/test/resources/authorization.csv")).stream()
                .map(line -> List.of(line.split(", ")))
                .toList();
        List<String> names = lines.getFirst();
        return lines.stream().skip(1).map(line -> {
            Map<String, String> expected = new LinkedHashMap<>();
            for (int i = 1; i < names.size(); i++) {
                expected.put(names.get(i), line.get(i));
            }
            return new Row(line.getFirst(), expected);
        });
    }
}
