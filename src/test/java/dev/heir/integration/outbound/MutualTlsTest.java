package dev.heir.integration.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.heir.integration.call.Transport;
import dev.heir.integration.credential.GrantedTokens;
import dev.heir.integration.credential.OwnIssuers;
import dev.heir.integration.credential.Signature;
import dev.heir.integration.credential.SignatureOf;
import dev.heir.integration.credential.TokenEndpoint;
import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With certificates that keytool made, against a TLS server that demands one of its own authority. */
@Timeout(120)
class MutualTlsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final VertxTransport TRANSPORT = new VertxTransport(VERTX, new Bounds(), Clock.systemUTC());

    private static Certificates certificates;
    private static HttpsServer bank;
    private static HttpsServer misnamed;
    private static ExecutorService threads;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException, GeneralSecurityException {
        certificates = new Certificates(folder);
        certificates.authority("authority");
        certificates.authority("stranger");
        certificates.signed("bank", "authority", "EC", "-ext", "san=dns:localhost");
        certificates.signed("elsewhere", "authority", "EC", "-ext", "san=dns:elsewhere.example");
        certificates.signed("orchestrator", "authority", "EC");
        certificates.signed("accountant", "authority", "RSA");
        certificates.signed("intruder", "stranger", "EC");
        certificates.signed("late", "authority", "EC", "-startdate", "-30d", "-validity", "1");
        threads = Executors.newVirtualThreadPerTaskExecutor();
        bank = server(certificates.server("bank", "authority"));
        misnamed = server(certificates.server("elsewhere", "authority"));
    }

    @AfterAll
    static void close() {
        bank.stop(0);
        misnamed.stop(0);
        threads.close();
        TRANSPORT.close();
        var _ = VERTX.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orchestrator", "accountant"})
    void the_server_sees_whose_certificate_it_is(String client) throws Exception {
        assertThat(text(ask(bank, as(client, "authority")))).isEqualTo("CN=" + client);
    }

    @Test
    void two_certificates_never_share_a_connection() throws Exception {
        Signature one = as("orchestrator", "authority");
        Signature other = as("accountant", "authority");

        for (int i = 0; i < 5; i++) {
            assertThat(text(ask(bank, one))).isEqualTo("CN=orchestrator");
            assertThat(text(ask(bank, other))).isEqualTo("CN=accountant");
        }
    }

    @Test
    void a_header_signs_over_the_same_connection() throws Exception {
        Map<String, Object> document = new HashMap<>(document("orchestrator", "authority"));
        document.put("kind", "bearer");
        document.put("token", "a-token-for-the-bank");

        assertThat(text(ask(bank, SignatureOf.document(document)))).isEqualTo("CN=orchestrator a-token-for-the-bank");
    }

    @Test
    void without_a_certificate_nobody_gets_in() throws Exception {
        Map<String, Object> document =
                Map.of("kind", "bearer", "token", "a-token-for-the-bank", "origins", List.of("https://localhost"));

        assertThat(ask(bank, SignatureOf.document(document).headers())).isNotInstanceOf(Reply.Responded.class);
    }

    @Test
    void a_certificate_of_another_authority_does_not_get_in() throws Exception {
        assertThat(ask(bank, as("intruder", "authority"))).isNotInstanceOf(Reply.Responded.class);
    }

    @Test
    void a_server_of_another_authority_gets_nothing_from_us() throws Exception {
        assertThat(ask(bank, as("orchestrator", "stranger")))
                .isInstanceOfSatisfying(Reply.NotSent.class, notSent -> assertThat(notSent.reason())
                        .startsWith("no encrypted connection: ")
                        .contains("certification path"));
    }

    @Test
    void a_server_with_another_name_gets_nothing_from_us() throws Exception {
        assertThat(ask(misnamed, as("orchestrator", "authority")))
                .isInstanceOfSatisfying(Reply.NotSent.class, notSent -> assertThat(notSent.reason())
                        .containsIgnoringCase("localhost"));
    }

    @Test
    void a_certificate_that_ran_out_is_not_even_tried() throws Exception {
        assertThat(ask(bank, as("late", "authority")))
                .isInstanceOfSatisfying(Reply.Withheld.class, withheld -> assertThat(withheld.reason())
                        .startsWith("the client certificate of CN=late ran out at "));
    }

    /** RFC 8705, section 2.1. */
    @Test
    void a_token_endpoint_knows_a_client_by_its_certificate() throws Exception {
        assertThat(tokens().fetch(tokenRequest("orchestrator")))
                .isEqualTo(new TokenEndpoint.Outcome.Granted(
                        GrantedTokens.of("for-orchestrator"), Optional.of(Duration.ofMinutes(10))));
        assertThat(tokens().fetch(tokenRequest("accountant")))
                .isInstanceOfSatisfying(TokenEndpoint.Outcome.Refused.class, refused -> assertThat(refused.reason())
                        .contains("invalid_client"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"intruder", "late"})
    void a_token_endpoint_gives_nothing_to_a_certificate_that_does_not_hold(String client) throws Exception {
        assertThat(tokens().fetch(tokenRequest(client))).isInstanceOf(TokenEndpoint.Outcome.Failed.class);
    }

    @Test
    void without_its_certificate_a_client_does_not_reach_such_a_token_endpoint() {
        assertThat(tokens().fetch(SignatureOf.tokenRequest(Map.of(
                        "kind", "oauth2-client-credentials",
                        "tokenUrl", origin(bank) + "/token",
                        "internal", true,
                        "clientId", "orchestrator",
                        "clientSecret", "known-to-the-bank"))))
                .isInstanceOf(TokenEndpoint.Outcome.Failed.class);
    }

    private static TokenEndpoint tokens() {
        return new FormTokenEndpoint((_, request) -> TRANSPORT.send(request), OwnIssuers.none(), Clock.systemUTC());
    }

    private static TokenEndpoint.Request tokenRequest(String client) throws IOException, GeneralSecurityException {
        Map<String, Object> document = new HashMap<>(document(client, "authority"));
        document.putAll(Map.of(
                "kind", "oauth2-client-credentials",
                "tokenUrl", origin(bank) + "/token",
                "internal", true,
                "clientId", "orchestrator",
                "clientAuthentication", "tls"));
        return SignatureOf.tokenRequest(document);
    }

    private static Signature as(String client, String trust) throws IOException, GeneralSecurityException {
        return SignatureOf.document(document(client, trust));
    }

    private static Map<String, Object> document(String client, String trust)
            throws IOException, GeneralSecurityException {
        return Map.of(
                "kind",
                "mutual-tls",
                "origins",
                List.of(origin(bank), origin(misnamed)),
                "tls",
                Map.of(
                        "certificate", certificates.certificate(client),
                        "privateKey", certificates.privateKey(client),
                        "trust", certificates.certificate(trust)));
    }

    private static String origin(HttpsServer server) {
        return "https://localhost:" + server.getAddress().getPort();
    }

    private static Reply ask(HttpsServer server, Signature signature) {
        return TRANSPORT.send(new Transport.Outgoing(
                "GET",
                URI.create(origin(server) + "/accounts"),
                Map.of(),
                Body.EMPTY,
                signature,
                Duration.ofSeconds(10),
                true));
    }

    private static Reply ask(HttpsServer server, Map<String, String> headers) {
        return ask(server, new Signature(headers, Map.of()));
    }

    private static String text(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Responded.class);
        return ((Reply.Responded) reply).body().text();
    }

    private static HttpsServer server(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ours = context.getDefaultSSLParameters();
                ours.setNeedClientAuth(true);
                parameters.setSSLParameters(ours);
            }
        });
        server.createContext("/accounts", exchange -> {
            String who = ((HttpsExchange) exchange)
                    .getSSLSession()
                    .getPeerPrincipal()
                    .getName();
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            byte[] said = (token == null ? who : who + token.replace("Bearer", "")).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
        });
        server.createContext("/token", exchange -> {
            String who = ((HttpsExchange) exchange)
                    .getSSLSession()
                    .getPeerPrincipal()
                    .getName();
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean known = who.equals("CN=orchestrator")
                    && form.equals("grant_type=client_credentials&client_id=orchestrator")
                    && !exchange.getRequestHeaders().containsKey("Authorization");
            byte[] said = (known
                            ? "{\"access_token\": \"for-orchestrator\", \"expires_in\": 600}"
                            : "{\"error\": \"invalid_client\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 401, said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
        return server;
    }
}
