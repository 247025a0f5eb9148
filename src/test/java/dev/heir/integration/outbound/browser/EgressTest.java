package dev.heir.integration.outbound.browser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.outbound.Wall;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The browser's way out, asked as a browser asks. */
@Timeout(60)
class EgressTest {

    private ChromiumSite site;
    private Egress egress;
    private final List<String> looked = new ArrayList<>();
    private final Map<String, String> names =
            Map.of("inside.example", "10.0.0.7", "here.example", "127.0.0.1", "meta.example", "169.254.169.254");

    @BeforeEach
    void start() throws IOException {
        site = new ChromiumSite().with("/a?b=c", "the answer");
        Wall wall = new Wall(this::resolve, List.of());
        egress = new Egress((host, internal) -> {
            looked.add(host);
            return wall.look(host, internal);
        });
    }

    @AfterEach
    void stop() throws IOException {
        egress.close();
        site.close();
    }

    private InetAddress[] resolve(String host) throws UnknownHostException {
        return InetAddress.getAllByName(names.getOrDefault(host, host));
    }

    @Test
    void a_page_of_a_website_that_is_registered_as_internal_is_passed_on_and_nothing_else_of_its_machine()
            throws IOException {
        begin(Optional.of(authority()), site.origin(), "http://127.0.0.1:1");

        assertThat(say("GET " + site.origin() + "/a?b=c HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .endsWith("the answer");
        assertThat(say("GET http://127.0.0.1:1/ HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 403");
        assertThat(site.asked()).containsExactly("/a?b=c");
    }

    @Test
    void the_next_page_has_no_way_to_where_the_one_before_it_had() throws IOException {
        begin(Optional.of(authority()), site.origin());
        begin(Optional.empty(), site.origin());

        assertThat(say("GET " + site.origin() + "/a?b=c HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(site.asked()).isEmpty();
        assertThat(egress.refused()).hasSize(1).first().asString().contains("not public");
    }

    @Test
    void a_tunnel_goes_where_the_wall_looked_and_the_name_is_not_looked_up_again() throws IOException {
        String here = "here.example:" + authority().split(":", -1)[1];
        begin(Optional.of(here), "http://" + here);

        String said = say(
                "CONNECT here.example:" + authority().split(":", -1)[1] + " HTTP/1.1\r\n\r\n",
                "GET /a?b=c HTTP/1.1\r\nhost: here.example\r\nconnection: close\r\n\r\n");

        assertThat(said).startsWith("HTTP/1.1 200 Connection established").endsWith("the answer");
        assertThat(looked).containsExactly("here.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "127.0.0.1",
                "127.1",
                "2130706433",
                "0x7f000001",
                "0177.0.0.1",
                "localhost",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[fd00:ec2::254]",
                "10.1.2.3",
                "192.168.0.1",
                "172.16.0.1",
                "100.64.0.1",
                "0.0.0.0",
                "inside.example",
                "here.example",
                "meta.example"
            })
    void no_spelling_of_a_private_address_is_a_way_out(String host) throws IOException {
        int port = Integer.parseInt(authority().split(":", -1)[1]);
        begin(Optional.empty(), "http://" + host + ":" + port);

        assertThat(say("GET http://" + host + ":" + port + "/a HTTP/1.1\r\nHost: x\r\n\r\n"))
                .doesNotStartWith("HTTP/1.1 2");
        assertThat(say("CONNECT " + host + ":" + port + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .doesNotStartWith("HTTP/1.1 2");
        assertThat(site.asked()).isEmpty();
    }

    @Test
    void nobody_speaks_another_protocol_through_it() throws IOException {
        begin(Optional.empty(), "http://93.184.216.34:25");

        assertThat(say("CONNECT 93.184.216.34:25 HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 403");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "GET ftp://example.com/ HTTP/1.1\r\n\r\n",
                "CONNECT example.com HTTP/1.1\r\n\r\n",
                "CONNECT user@example.com:443 x HTTP/1.1\r\n\r\n",
                "POST http://example.com/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST http://example.com/ HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
                "nonsense\r\n\r\n"
            })
    void what_it_does_not_understand_it_does_not_pass_on(String request) throws IOException {
        assertThat(say(request)).startsWith("HTTP/1.1 400");
        assertThat(looked).isEmpty();
    }

    @Test
    void a_second_request_on_the_connection_of_the_first_goes_nowhere() throws IOException {
        begin(Optional.of(authority()), site.origin(), "http://inside.example");

        String said = say("GET " + site.origin() + "/a?b=c HTTP/1.1\r\nHost: x\r\n\r\n"
                + "GET http://inside.example/ HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(said).startsWith("HTTP/1.1 200");
        assertThat(site.asked()).containsExactly("/a?b=c");
        assertThat(looked).containsExactly("127.0.0.1");
    }

    @Test
    void what_the_browser_would_tell_its_maker_stays_here() throws IOException {
        begin(Optional.of(authority()));

        assertThat(say("CONNECT update.example:443 HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 403");
        assertThat(say("GET " + site.origin() + "/a?b=c HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(looked).isEmpty();
        assertThat(egress.refused()).isEmpty();
    }

    private void begin(Optional<String> internal, String... granted) {
        egress.begin(internal);
        for (String origin : granted) {
            URI uri = URI.create(origin + "/");
            if (uri.getHost() != null) {
                egress.grant(uri);
            }
        }
    }

    private String authority() {
        return site.origin().substring("http://".length());
    }

    private String say(String... words) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), egress.port())) {
            for (String word : words) {
                socket.getOutputStream().write(word.getBytes(ISO_8859_1));
            }
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
