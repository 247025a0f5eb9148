package dev.heir.integration.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.heir.integration.call.Transport;
import dev.heir.integration.credential.Signature;
import dev.heir.integration.credential.SignatureOf;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Flow;
import dev.heir.integration.strike.Reply;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server really receives, signed once more by code of another hand: {@code src/test/resources/signing/sign.py}. */
@Timeout(60)
class SchemesOverTheWireTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final VertxTransport TRANSPORT = new VertxTransport(VERTX, new Bounds(), Clock.systemUTC());
    private static final BlockingQueue<Received> RECEIVED = new LinkedBlockingQueue<>();

    private static HttpServer server;

    private record Received(String method, String target, Map<String, String> headers, Body body) {}

    @BeforeAll
    static void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
            RECEIVED.add(new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers,
                    Body.of(exchange.getRequestBody().readAllBytes())));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void close() {
        server.stop(0);
        TRANSPORT.close();
        var _ = VERTX.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            execute-api | GET  | /orders                         |
            execute-api | GET  | /a%20b/c%2Fd?z=1&a=%C3%A4%20b&a | x-amz-target: Orders_2026.List
            execute-api | POST | /orders?dry=                    | content-type: application/json;  charset=utf-8
            s3          | GET  | /bucket/a%20b//c.txt?list-type=2&prefix=x%2Fy | range: bytes=0-9
            s3          | PUT  | /bucket/a~b-c_d.txt             | x-amz-meta-owner: shop
            """)
    void aws_signature_v4_is_what_botocore_makes_of_it(String service, String method, String target, String header)
            throws Exception {
        assumeThat(python("import botocore"))
                .as("botocore, which signs the requests once more, is not there")
                .isTrue();
        Map<String, String> headers = header == null ? Map.of() : Map.of(header.split(": ")[0], header.split(": ")[1]);
        Body body = method.equals("GET") ? Body.EMPTY : Body.of("{\"item\": \"ä\"}");

        Received received = sent(method, target, headers, body, SignatureOf.document("""
                kind: aws-sigv4
                origins: [%s]
                accessKeyId: AKIDEXAMPLE
                secretAccessKey: wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY
                sessionToken: a/session+token=
                region: eu-central-1
                service: %s
                """.formatted(origin(), service)));

        assertThat(header(received, "authorization"))
                .endsWith("Signature="
                        + signedAgain(
                                received,
                                Map.of(
                                        "by", "aws",
                                        "key", "AKIDEXAMPLE",
                                        "secret", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                                        "region", "eu-central-1",
                                        "service", service)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET  | /orders?b=2&a=1&a=%20&c=x%2By | application/json
            POST | /orders?c=3                   | application/x-www-form-urlencoded
            POST | /orders                       | application/json
            """)
    void oauth_1_is_what_another_makes_of_it(String method, String target, String type) throws Exception {
        assumeThat(python("import hmac")).as("there is no python3 here").isTrue();
        Body body = method.equals("GET") ? Body.EMPTY : Body.of("status=a%20b+c&d=%C3%A4");

        Received received =
                sent(method, target, Map.of("content-type", type), body, SignatureOf.document("""
                kind: oauth1
                origins: [%s]
                consumerKey: the-consumer
                consumerSecret: con sumer/secret
                token: the-token
                tokenSecret: token&secret
                signatureMethod: HMAC-SHA256
                realm: a "realm"
                """.formatted(origin())));

        assertThat(header(received, "authorization"))
                .startsWith("OAuth realm=\"a \\\"realm\\\"\", oauth_consumer_key=\"the-consumer\"")
                .endsWith("oauth_signature=\""
                        + signedAgain(
                                received,
                                Map.of(
                                        "by", "oauth",
                                        "form", type.endsWith("urlencoded"),
                                        "secret", "con sumer/secret",
                                        "tokenSecret", "token&secret"))
                        + "\"");
    }

    private static final String RECIPE = """
            kind: hmac
            origins: [%s]
            key: a-shared-secret
            keyId: orchestrator
            encoding: base64
            timestamp: epoch-ms
            sign: "{timestamp}\\n{nonce}\\n{method}\\n{pathAndQuery}\\n{body.sha256.hex}"
            headers: { Authorization: 'HMAC {keyId}:{signature}', X-Timestamp: '{timestamp}', X-Nonce: '{nonce}' }
            """;

    @Test
    void a_recipe_is_followed_anew_for_each_attempt() throws Exception {
        assumeThat(python("import hmac")).as("there is no python3 here").isTrue();
        Signature signature = SignatureOf.document(RECIPE.formatted(origin()));
        Set<String> seen = new HashSet<>();

        for (int i = 0; i < 3; i++) {
            Received received = sent("POST", "/orders?a=b%20c", Map.of(), Body.of("{}"), signature);
            String authorization = header(received, "authorization");
            assertThat(authorization)
                    .isEqualTo("HMAC orchestrator:"
                            + signedAgain(received, Map.of("by", "recipe", "secret", "a-shared-secret")));
            seen.add(authorization);
        }

        assertThat(seen).hasSize(3);
    }

    @Test
    void a_body_on_its_way_is_not_sent_by_a_scheme_that_signs_it() throws Exception {
        Flow flow = new Flow(
                new ByteArrayInputStream("much".getBytes(StandardCharsets.UTF_8)), OptionalLong.of(4), () -> {});

        assertThat(send("POST", "/orders", Map.of(), Body.of(flow), SignatureOf.document(RECIPE.formatted(origin()))))
                .isInstanceOfSatisfying(Reply.Withheld.class, withheld -> assertThat(withheld.reason())
                        .contains("signs the body"));
        assertThat(RECEIVED).isEmpty();
    }

    @Test
    void our_parameter_takes_the_place_of_the_caller_s() throws Exception {
        Received received = sent(
                "GET",
                "/orders?api%5Fkey=theirs&a=1&api_key=theirs+too",
                Map.of(),
                Body.EMPTY,
                SignatureOf.document(
                        "{ kind: api-key, query: api_key, value: of-our-own, origins: ['" + origin() + "'] }"));

        assertThat(received.target()).isEqualTo("/orders?a=1&api_key=of-our-own");
    }

    @Test
    void a_credential_goes_to_no_origin_but_its_own_and_nowhere_in_clear() throws Exception {
        Signature ours =
                SignatureOf.document("{ kind: bearer, token: a-long-token, origins: ['https://api.example.com'] }");
        Signature anybodys = SignatureOf.document("{ kind: bearer, token: a-long-token }");

        assertThat(send("GET", "/", Map.of(), Body.EMPTY, ours))
                .isEqualTo(new Reply.Withheld("the credential's 'origins' do not name " + origin()));
        assertThat(TRANSPORT.send(new Transport.Outgoing(
                        "GET",
                        URI.create("http://api.example.com/"),
                        Map.of(),
                        Body.EMPTY,
                        anybodys,
                        Duration.ofSeconds(5),
                        false)))
                .isInstanceOfSatisfying(Reply.Withheld.class, withheld -> assertThat(withheld.reason())
                        .startsWith("a credential leaves only encrypted, and http://api.example.com is not"));
        assertThat(RECEIVED).isEmpty();
    }

    private static String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static Reply send(
            String method, String target, Map<String, String> headers, Body body, Signature signature) {
        return TRANSPORT.send(new Transport.Outgoing(
                method, URI.create(origin() + target), headers, body, signature, Duration.ofSeconds(10), true));
    }

    private static Received sent(
            String method, String target, Map<String, String> headers, Body body, Signature signature)
            throws InterruptedException {
        assertThat(send(method, target, headers, body, signature)).isInstanceOf(Reply.Responded.class);
        return RECEIVED.take();
    }

    private static String header(Received received, String name) {
        return received.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static String signedAgain(Received received, Map<String, ?> settings) throws Exception {
        Map<String, Object> asked = new HashMap<>(settings);
        asked.put("method", received.method());
        asked.put("url", origin() + received.target());
        asked.put("headers", received.headers());
        asked.put("body", Base64.getEncoder().encodeToString(received.body().bytes()));
        Process python = new ProcessBuilder("python3", "src/test/resources/signing/sign.py")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var in = python.getOutputStream()) {
            in.write(new JsonMapper().writeValueAsBytes(asked));
        }
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(python.waitFor()).isZero();
        return said;
    }

    private static boolean python(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(List.of("python3", "-c", program))
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException none) {
            return false;
        }
    }
}
