package dev.heir.integration.rest;

import static dev.heir.integration.rest.OwnServer.provider;
import static dev.heir.integration.rest.OwnServer.uri;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItems;

import com.sun.net.httpserver.HttpExchange;
import dev.heir.integration.access.Actor;
import dev.heir.integration.access.Person;
import dev.heir.integration.access.Role;
import dev.heir.integration.access.SessionKey;
import dev.heir.integration.access.Sessions;
import dev.heir.integration.access.Visit;
import dev.heir.integration.credential.OwnKeys;
import dev.heir.integration.provider.Body;
import io.agroal.api.AgroalDataSource;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Fifty secrets, a provider that says them all back in every spelling, and a search of every byte that was said or written. */
@QuarkusTest
@ExtendWith(OwnServer.class)
@Timeout(120)
@Tag("long")
class PlantedSecretsTest {

    private static final int STATIC = 45;
    private static final Planted PLANTED = new Planted(secrets());
    private static final String ORIGINS = "\"origins\":[\"https://a.example\"],";
    private static final String CANARY = "canary-that-is-no-secret";

    @AutoClose
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AutoClose
    private static final Upstream upstream = new Upstream();

    private final List<String> late = new ArrayList<>();
    private Planted made = new Planted(List.of());
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Inject
    AgroalDataSource database;

    @Inject
    Sessions sessions;

    @Inject
    OwnKeys keys;

    @Inject
    @ConfigProperty(name = "integration.sign-in.issuer")
    URI issuer;

    @BeforeAll
    static void listen() {
        upstream.on("/api/echo", exchange -> answer(exchange, 200));
        upstream.on("/api/refused", exchange -> answer(exchange, 422));
        upstream.on("/api/broken", exchange -> answer(exchange, 500));
        upstream.on("/api/moved", exchange -> {
            exchange.getResponseHeaders()
                    .set("location", "/api/moved/?" + everything("; ").substring(0, 2_000));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        upstream.on("/api/list", exchange -> {
            String query = exchange.getRequestURI().getRawQuery();
            exchange.getResponseHeaders().set("link", "</api/list?" + query + "&page=2>; rel=\"next\"");
            Upstream.say(exchange, 200, "[\"" + CANARY + "\"]");
        });
        upstream.on("/api/events", exchange -> {
            exchange.getResponseHeaders().set("content-type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            pieces(exchange.getResponseBody(), "data: " + everything("\n\ndata: ") + "\n\n");
            exchange.close();
        });
        upstream.on("/api/packed", exchange -> {
            exchange.getResponseHeaders().set("content-encoding", "gzip");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream to = new GZIPOutputStream(exchange.getResponseBody())) {
                to.write(everything(" ").getBytes(StandardCharsets.UTF_8));
            }
        });
        upstream.on(
                "/token",
                exchange -> Upstream.say(
                        exchange,
                        200,
                        "{\"access_token\":\"" + PLANTED.secrets().get(STATIC)
                                + "\",\"refresh_token\":\"" + PLANTED.secrets().get(STATIC + 1)
                                + "\",\"id_token\":\"" + PLANTED.secrets().get(STATIC + 2)
                                + "\",\"token_type\":\"Bearer\",\"expires_in\":600}"));
        upstream.on(
                "/refuses",
                exchange -> Upstream.say(
                        exchange,
                        400,
                        "{\"error\":\"invalid_client\",\"error_description\":\"not "
                                + PLANTED.secrets().get(8).replace("\"", "'") + "\"}"));
    }

    @Test
    void no_byte_that_was_said_or_written_holds_one_of_them() throws Exception {
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        ExtHandler log = handler(logged);
        InitialConfigurator.DELAYED_HANDLER.addHandler(log);
        try {
            plant();
            for (String kind : List.of("oauth", "bearer", "header", "query", "basic")) {
                ask(kind);
            }
            look();
            lookAsSomebody();
        } finally {
            InitialConfigurator.DELAYED_HANDLER.removeHandler(log);
        }

        assertThat(said.toString(StandardCharsets.UTF_8)).contains(CANARY, "****");
        assertThat(logged.toString(StandardCharsets.UTF_8)).contains(CANARY, "[secret]");
        Set<String> found = new LinkedHashSet<>();
        late.addAll(keys.all());
        made = new Planted(late);
        assertThat(late).as("two keys and a session, the master and a data key").hasSizeGreaterThanOrEqualTo(5);
        found(found, "an answer", said.toByteArray(), said.size());
        found(found, "the log", logged.toByteArray(), logged.size());
        assertThat(searchTables(found)).as("rows with the canary").isPositive();
        assertThat(searchFiles(found)).as("bytes in files").isGreaterThan(10_000_000);
        assertThat(found).isEmpty();
    }

    private void plant() throws Exception {
        List<String> secrets = PLANTED.secrets();
        for (int i = 0; i < STATIC; i++) {
            int kind = i < 10 || i > 13 ? i % 5 : i;
            String secret = quoted(secrets.get(i));
            put(
                    "/v1/credentials/planted-" + i,
                    switch (kind) {
                        case 10 ->
                            "{\"kind\":\"aws-sigv4\",\"accessKeyId\":\"AKIA\",\"region\":\"r\",\"service\":\"s\","
                                    + ORIGINS + "\"secretAccessKey\":" + secret + "}";
                        case 11 ->
                            "{\"kind\":\"hmac\",\"sign\":\"{path}\",\"headers\":{\"X-Signature\":\"{signature}\"},"
                                    + ORIGINS + "\"key\":" + secret + "}";
                        case 12 ->
                            "{\"kind\":\"oauth1\",\"consumerKey\":\"us\",\"consumerSecret\":\"a-secret-of-no-interest\","
                                    + ORIGINS + "\"token\":\"ours\",\"tokenSecret\":" + secret + "}";
                        case 13 ->
                            "{\"kind\":\"oauth2-authorization-code\",\"issuer\":\"https://id.example\",\"clientId\":\"us\","
                                    + ORIGINS + "\"clientSecret\":" + secret + "}";
                        case 0 -> "{\"kind\":\"bearer\",\"token\":" + secret + "}";
                        case 1 -> "{\"kind\":\"api-key\",\"header\":\"X-Api-Key\",\"value\":" + secret + "}";
                        case 2 -> "{\"kind\":\"api-key\",\"query\":\"api_key\",\"value\":" + secret + "}";
                        case 3 ->
                            "{\"kind\":\"oauth2-client-credentials\",\"tokenUrl\":\"http://127.0.0.1:" + upstream.port()
                                    + (i == 3 ? "/token" : "/refuses")
                                    + "\",\"internal\":true,\"clientId\":\"us\",\"clientSecret\":"
                                    + secret + "}";
                        default -> "{\"kind\":\"basic\",\"username\":\"us\",\"password\":" + secret + "}";
                    });
        }
        Map<String, Integer> kinds = Map.of("bearer", 0, "header", 1, "query", 2, "oauth", 3, "basic", 4, "refused", 8);
        for (Map.Entry<String, Integer> kind : kinds.entrySet()) {
            provider("planted-" + kind.getKey(), """
                    baseUrl: http://127.0.0.1:%d/api
                    internal: true
                    credential: planted-%d
                    operations:
                      echo: { get: /echo, cache: 60s }
                      refused: { get: /refused }
                      broken: { get: /broken }
                      moved: { post: /moved }
                      list: { get: /list, pagination: link-header }
                    """.formatted(upstream.port(), kind.getValue()));
        }
    }

    private void ask(String kind) throws Exception {
        String key = OwnServer.key("planted");
        String provider = "planted-" + kind;
        for (String operation : List.of("echo", "refused", "broken", "moved")) {
            call(
                    key,
                    "{\"provider\":\"%s\",\"operation\":\"%s\",\"tier\":\"NICE_TO_HAVE\",\"deadline\":\"5s\"}"
                            .formatted(provider, operation));
        }
        call(key, "{\"provider\":\"%s\",\"operation\":\"list\",\"pages\":{\"most\":1}}".formatted(provider));
        for (String path : List.of("echo", "refused", "broken", "moved", "events", "packed")) {
            hear(HttpRequest.newBuilder(uri("/v1/proxy/" + provider + "/" + path))
                    .header("Integration-Key", key)
                    .header("Accept-Encoding", "gzip, br"));
        }
        // What callers send themselves.
        String secret = quoted(PLANTED.secrets().get(7));
        call(key, "{\"provider\":\"%s\",\"operation\":%s}".formatted(provider, secret));
        call(
                key,
                "{\"provider\":\"%s\",\"method\":\"GET\",\"path\":\"/echo\",\"params\":{\"q\":%s},\"dryRun\":true}"
                        .formatted(provider, secret));
        call(
                key,
                "{\"provider\":\"%s\",\"method\":\"GET\",\"path\":\"/broken\",\"params\":{\"q\":%s}}"
                        .formatted(provider, secret));
        call(
                key,
                "{\"provider\":\"%s\",\"method\":\"POST\",\"path\":\"/broken\",\"body\":%s,\"idempotencyKey\":%s}"
                        .formatted(provider, secret, secret));
        call(key, "{\"provider\":\"%s\",\"operation\":\"%s\"}".formatted(provider, CANARY));
        call(key, "{\"provider\":\"planted-refused\",\"operation\":\"echo\"}");
        hear(post(
                        "/v1/calls",
                        "{\"provider\":\"%s\",\"method\":\"GET\",\"path\":\"/echo/%s\",\"params\":{\"q\":%s}}"
                                .formatted(provider, CANARY, secret))
                .header("Prefer", "respond-async")
                .header("Authorization", "Bearer " + key));
        hear(post(
                        "/v1/calls/batch",
                        "{\"calls\":[{\"provider\":\"%s\",\"operation\":%s},{\"provider\":\"%s\",\"operation\":\"echo\"}]}"
                                .formatted(provider, secret, provider))
                .header("Authorization", "Bearer " + key));
        put(
                "/v1/providers/holds-" + kind,
                "{\"baseUrl\":\"https://a.example\",\"degraded\":{\"body\":" + secret + "}}");
        hear(post("/v1/escalations/" + provider + ":API_FAILURE/acknowledge", "{\"by\":" + secret + "}"));
        hear(post(
                "/v1/escalations/" + provider + ":API_FAILURE/resolve",
                "{\"by\":\"ada\",\"resolution\":"
                        + quoted(CANARY + " then used " + PLANTED.secrets().get(7)) + "}"));
        Logger.getLogger(PlantedSecretsTest.class)
                .warnf(
                        new IllegalStateException(PLANTED.secrets().get(9)),
                        "%s %s",
                        CANARY,
                        PLANTED.secrets().get(6));
    }

    private void look() throws Exception {
        for (String path : List.of(
                "/v1/ledger?limit=200",
                "/v1/report",
                "/v1/health",
                "/v1/escalations?limit=200",
                "/v1/knowledge",
                "/v1/costs",
                "/v1/quotas",
                "/v1/providers?limit=200",
                "/v1/credentials?limit=200",
                "/v1/projects",
                "/v1/staff-keys",
                "/v1/sealing-keys",
                "/v1/sessions",
                "/v1/monitors",
                "/v1/opt-outs",
                "/v1/audit?limit=200",
                "/q/openapi",
                "/v1/providers/planted-query",
                "/v1/escalations/planted-query:API_FAILURE",
                "/q/metrics",
                "/q/health")) {
            hear(HttpRequest.newBuilder(uri(path)));
        }
        hear(HttpRequest.newBuilder(
                uri("/v1/ledger?" + Planted.spellings(PLANTED.secrets().get(2)).get("form") + "=1")));
    }

    private void call(String key, String document) throws Exception {
        hear(post("/v1/calls", document).header("Authorization", "Bearer " + key));
    }

    private static HttpRequest.Builder post(String path, String json) {
        return HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
    }

    private void put(String path, String json) throws Exception {
        hear(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json)));
    }

    private void hear(HttpRequest.Builder request) throws Exception {
        HttpResponse<byte[]> heard = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
        if (heard.request().method().equals("PUT") && heard.uri().getPath().startsWith("/v1/credentials/")) {
            assertThat(heard.statusCode()).as(heard.uri().getPath()).isIn(200, 201);
        }
        said.writeBytes((heard.uri().getPath() + " " + heard.headers().map()).getBytes(StandardCharsets.UTF_8));
        said.writeBytes(heard.body());
        said.write('\n');
    }

    private static ExtHandler handler(OutputStream to) {
        PatternFormatter format = new PatternFormatter("%d %p %c %X %x %s%e%n");
        return new ExtHandler() {
            @Override
            protected synchronized void doPublish(ExtLogRecord line) {
                try {
                    to.write(format.format(line).getBytes(StandardCharsets.UTF_8));
                } catch (IOException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }
        };
    }

    private void found(Set<String> found, String where, byte[] text, int length) {
        PLANTED.in(text, length).forEach(one -> found.add(where + ": " + one));
        made.in(text, length).forEach(one -> found.add(where + ": made here, " + one));
    }

    /** With keys and a session that were made here, and are told to nobody else. */
    private void lookAsSomebody() throws Exception {
        String project = OwnServer.key("planted-later");
        String staff = given().contentType("application/json")
                .body("{\"name\":\"" + CANARY + "\",\"role\":\"admin\"}")
                .post("/v1/staff-keys")
                .path("key");
        SessionKey session = SessionKey.make(new SecureRandom());
        sessions.begin(
                session,
                new Person(issuer, "ada", "ada@example.com", Set.of("platform")),
                new Visit(new Actor("ada@example.com", Role.ADMIN, Actor.How.SIGN_IN), "198.18.0.1"),
                new Sessions.Lifetime(Duration.ofHours(1), Duration.ofHours(1)),
                Body.of("sealed elsewhere"));
        late.addAll(List.of(project, staff, session.text()));
        for (String path :
                List.of("/v1/me", "/v1/projects", "/v1/nothing-like-it", "/v1/sessions", "/v1/audit?limit=200")) {
            for (String key : List.of(project, staff, staff + "0")) {
                hear(HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + key));
            }
            hear(HttpRequest.newBuilder(uri(path)).header("Cookie", "integration-session=" + session.text()));
        }
        hear(HttpRequest.newBuilder(uri("/v1/proxy/planted-bearer/echo?key=" + project)));
        hear(post("/v1/sign-out", "{}")
                .header("Sec-Fetch-Site", "same-origin")
                .header("Cookie", "integration-session=" + session.text()));
        given().get("/v1/staff-keys").then().statusCode(200).body("items.name", hasItems(CANARY));
        given().delete("/v1/staff-keys/" + staff.substring(3, 15)).then().statusCode(204);
    }

    /** All rows of all tables, bytes as hexadecimal digits and as they are. @return those with the canary */
    private int searchTables(Set<String> found) throws SQLException {
        int canaries = 0;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
            List<String> tables = new ArrayList<>();
            try (ResultSet names = statement.executeQuery(
                    "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
                    while (rows.next()) {
                        byte[] row = rows.getString(1).getBytes(StandardCharsets.UTF_8);
                        canaries += rows.getString(1).contains(CANARY) ? 1 : 0;
                        found(found, table, row, row.length);
                    }
                }
            }
        }
        return canaries;
    }

    /** Tables, indexes, journals of transactions and the database's own log. @return how many bytes */
    private long searchFiles(Set<String> found) throws IOException, SQLException {
        Path data;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW data_directory")) {
            row.next();
            data = Path.of(row.getString(1));
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(data);
                Stream<Path> beside = Files.list(data.getParent())) {
            files = Stream.concat(all, beside).filter(Files::isRegularFile).toList();
        }
        long bytes = 0;
        for (Path file : files) {
            try (InputStream from = Files.newInputStream(file)) {
                byte[] content = from.readAllBytes();
                bytes += content.length;
                found(found, file.toString(), content, content.length);
            } catch (NoSuchFileException gone) {
                // PostgreSQL removes what it no longer needs.
            }
        }
        return bytes;
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.getResponseHeaders()
                .set("x-seen", String.valueOf(exchange.getRequestHeaders().getFirst("authorization")));
        exchange.getResponseHeaders()
                .set("www-authenticate", "Bearer error=\"" + PLANTED.secrets().get(0) + "\"");
        exchange.getResponseHeaders().set("content-type", "text/plain;charset=utf-8");
        Upstream.say(exchange, status, CANARY + " " + exchange.getRequestURI() + "\n" + everything("\n"));
    }

    /** Each secret that the provider may know, in each spelling; the tokens are its own. */
    private static String everything(String between) {
        StringBuilder all = new StringBuilder();
        PLANTED.secrets().subList(0, STATIC + 1).forEach(secret -> Planted.spellings(secret)
                .forEach((how, text) -> all.append("<").append(text).append(">").append(between)));
        return all.toString();
    }

    private static void pieces(OutputStream to, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Random random = new Random(50);
        // The first in the smallest of pieces, each on its own; in what is left there are more of them in each.
        for (int at = 0; at < bytes.length; ) {
            int count = Math.min(bytes.length - at, at < 3_000 ? 1 + random.nextInt(7) : 1 + random.nextInt(700));
            to.write(bytes, at, count);
            to.flush();
            at += count;
        }
    }

    private static List<String> secrets() {
        Random random = new Random(20_000);
        List<String> secrets = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String core = Long.toString(random.nextLong(Long.MAX_VALUE), 36)
                    + Long.toString(random.nextLong(Long.MAX_VALUE), 36);
            // Of headers, so visible ASCII only; the others may hold whatever a person types.
            String awkward = i % 5 < 2 || i >= STATIC ? "'p&q<r>=s+/%41~*(t)!" : "ä\"q\\r/s t+u&v='w'%x<ß>密";
            secrets.add("k" + core.substring(0, 10) + (i >= STATIC ? "._-" : awkward) + core.substring(10));
        }
        return secrets;
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
