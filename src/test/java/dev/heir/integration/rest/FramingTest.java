package dev.heir.integration.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own door, byte by byte: requests that somebody before us may have read otherwise. */
@QuarkusTest
@ExtendWith(OwnServer.class)
@Timeout(60)
class FramingTest {

    private static final String SECOND = "GET /v1/providers/smuggled HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String HOST = "Host: a\r\n";

    /** Everything that comes until the other side closes, or has been silent for a while. */
    private static String say(String bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            StringBuilder heard = new StringBuilder();
            InputStream in = socket.getInputStream();
            try {
                for (int next = in.read(); next >= 0; next = in.read()) {
                    heard.append((char) next);
                }
                heard.append("<closed>");
            } catch (SocketTimeoutException silent) {
                heard.append("<open>");
            }
            return heard.toString();
        }
    }

    private static int answers(String heard) {
        return heard.split("HTTP/1\\.[01] \\d", -1).length - 1;
    }

    static Stream<String> refused() {
        String get = "GET /q/health HTTP/1.1\r\n";
        String post = "POST /v1/sweeps HTTP/1.1\r\n" + HOST;
        return Stream.of(
                // where it ends
                post + "Transfer-Encoding: xchunked\r\nContent-Length: 3\r\n\r\nabc",
                post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                post + "Transfer-Encoding: identity\r\nContent-Length: 3\r\n\r\nabc",
                post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                post + "Transfer-Encoding: \"chunked\"\r\nContent-Length: 3\r\n\r\nabc",
                post + "Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n",
                post + "Transfer-Encoding:\r\nContent-Length: 3\r\n\r\nabc",
                "POST /v1/sweeps HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                post + "Content-Length: 3, 3\r\n\r\nabc",
                post + "Content-Length: +3\r\n\r\nabc",
                post + "Content-Length: -3\r\n\r\nabc",
                post + "Content-Length: 0x3\r\n\r\nabc",
                post + "Content-Length: 99999999999999999999\r\n\r\nabc",
                post + "Content-Length : 3\r\n\r\nabc",
                // whom it is for
                get + "Host: a\r\nHost: b\r\n\r\n",
                get + "Host: a\r\nHost: a\r\n\r\n",
                "GET http://b/q/health HTTP/1.1\r\n" + HOST + "\r\n",
                "GET http://a:8080/q/health HTTP/1.1\r\n" + HOST + "\r\n",
                "GET http://a@b/q/health HTTP/1.1\r\n" + HOST + "\r\n",
                "GET ftp://a/q/health HTTP/1.1\r\n" + HOST + "\r\n",
                // what it asks
                "GET /v1/../q/health HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /v1/%2e%2E/q/health HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /v1/proxy/../providers/a HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /v1/proxy/a/%2e./../providers/a HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /./v1/providers HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /v1/providers/.. HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /v1/providers%2fa HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /v1/providers%5Ca HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /v1/providers/a%00 HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /v1/providers/a%0d%0aX:y HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /v1/providers;a=b/c HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /v1/providers%3Ba HTTP/1.1\r\n" + HOST + "\r\n",
                "GET //v1/providers HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /v1//providers HTTP/1.1\r\n" + HOST + "\r\n",
                // what is there twice
                get + HOST + "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n",
                get + HOST + "Integration-Key: a\r\nIntegration-Key: b\r\n\r\n",
                get + HOST + "Idempotency-Key: a\r\nidempotency-key: b\r\n\r\n",
                post + "Content-Type: a/b\r\nContent-Type: c/d\r\nContent-Length: 0\r\n\r\n",
                // what no reader should take
                get + HOST + "X: a\0Y: b\r\n\r\n",
                get + HOST + "X y: a\r\n\r\n",
                get + HOST + ": a\r\n\r\n",
                get + HOST + "X: a\rY: b\r\n\r\n",
                get + HOST + "X: a\0b\r\n\r\n",
                get
                        + HOST
                        + IntStream.range(0, 1_500)
                                .mapToObj(i -> "X-" + i + ": y\r\n")
                                .reduce("", String::concat)
                        + "\r\n",
                get + HOST + "X: " + "y".repeat(70_000) + "\r\n\r\n",
                "GET /" + "y".repeat(70_000) + " HTTP/1.1\r\n" + HOST + "\r\n");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void what_can_be_read_in_two_ways_is_refused_and_the_connection_with_it(String request) throws IOException {
        String heard = say(request + SECOND);
        assertThat(heard)
                .startsWith("HTTP/1.")
                .containsPattern("^HTTP/1\\.[01] 4\\d\\d ")
                .endsWith("<closed>");
        assertThat(answers(heard)).as(heard).isEqualTo(1);
        assertThat(heard).doesNotContain("smuggled");
    }

    /** There is no doubt where these end: the next request on the connection is one of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /q/health HTTP/1.1\r\n\r\n",
                "GET /q/health HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /q/health HTTP/1.1\r\nHost: user@a\r\n\r\n",
                "GET /q/health HTTP/1.1\r\nHost: a/b\r\n\r\n",
                "GET /q/health HTTP/1.1\r\nHost: a:99999999\r\n\r\n",
                "GET q/health HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/providers/%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/providers/a% HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/proxy/a/%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/proxy/a/b?c=%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/ledger?project=%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/providers/a|b HTTP/1.1\r\nHost: a\r\n\r\n"
            })
    void what_is_for_nobody_is_refused(String request) throws IOException {
        String heard = say(request + SECOND);
        assertThat(heard).containsPattern("^HTTP/1\\.[01] 4\\d\\d ").endsWith("<closed>");
        assertThat(answers(heard)).as(heard).isBetween(1, 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /v1/sweepsx HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /v1/sweepsx HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "POST /v1/sweepsx HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            })
    void a_body_in_chunks_is_the_last_of_its_connection(String request) throws IOException {
        String heard = say(request + SECOND);
        assertThat(heard).containsIgnoringCase("connection: close").endsWith("<closed>");
        assertThat(answers(heard)).as(heard).isEqualTo(1);
        assertThat(heard).doesNotContain("smuggled");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /q/health HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /q/health HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n",
                "GET /q/health HTTP/1.1\r\nHost: a\r\nX: a\r\n folded\r\n\r\n",
                "GET http://a/q/health HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://A/q/health HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /q/health?a=../b&c=%2f%00;d HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/calls/a.b..c HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST /v1/calls HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}"
            })
    void what_can_be_read_in_one_way_only_keeps_its_connection(String request) throws IOException {
        String heard = say(request + SECOND);
        assertThat(answers(heard)).as(heard).isEqualTo(2);
        assertThat(heard).doesNotContain("malformed-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/proxy/a/%zz", "/v1/proxy/a/b?c=%", "/v1/ledger?project=%zz", "/v1/ledger?project=a|b"})
    void what_is_no_uri_is_told_so(String target) throws IOException {
        assertThat(say("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                .contains("400", "application/problem+json", "RFC 3986");
    }

    @Test
    void a_refusal_says_why_and_repeats_nothing() throws IOException {
        assertThat(say("GET /v1/%2e%2e/s3cr3t HTTP/1.1\r\nHost: a\r\n\r\n"))
                .contains("application/problem+json", "malformed-request", "segments")
                .doesNotContain("s3cr3t");
    }
}
