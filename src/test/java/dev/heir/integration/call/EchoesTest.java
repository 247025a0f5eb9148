package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Flow;
import dev.heir.integration.strike.Reply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class EchoesTest {

    private static final String SECRET = "sk_live_s3cr3t_s3cr3t";
    private static final String SAYS = "{\"headers\":{\"authorization\":\"Bearer " + SECRET + "\"}}";
    private static final String MASKED = SAYS.replace(SECRET, "*".repeat(SECRET.length()));

    private final Echoes echoes = new Echoes(new Hiding(SECRET));

    @Test
    void an_answer_that_says_nothing_of_ours_stays_the_object_it_is() {
        Body body = Body.of("{\"orders\":[]}");
        Map<String, List<String>> headers = Map.of("etag", List.of("\"1\""));

        Reply.Responded reply = answered(200, headers, body);

        assertThat(reply.body()).isSameAs(body);
        assertThat(reply.headers()).isSameAs(headers);
    }

    @Test
    void our_credential_is_taken_out_of_headers_and_bodies() {
        Reply.Responded reply = answered(
                302,
                Map.of("location", List.of("/x?api_key=" + SECRET), "content-length", List.of("" + SAYS.length())),
                Body.of(SAYS));

        assertThat(reply.header("location")).isEqualTo("/x?api_key=*********************");
        assertThat(reply.header("content-length")).isEqualTo("" + SAYS.length());
        assertThat(reply.body().text()).isEqualTo(MASKED);
    }

    @Test
    void what_is_packed_is_looked_into_and_given_as_it_came_where_it_is_harmless() throws IOException {
        Map<String, List<String>> headers = Map.of("content-encoding", List.of("gzip"), "content-length", List.of("1"));
        Body harmless = Body.of(gzip("{\"orders\":[]}"));

        assertThat(answered(200, headers, harmless).body()).isSameAs(harmless);
        Reply.Responded masked = answered(200, headers, Body.of(gzip(SAYS)));
        assertThat(masked.body().text()).isEqualTo(MASKED);
        assertThat(masked.headers()).isEmpty();
    }

    @Test
    void what_flows_is_looked_into_as_it_comes() throws IOException {
        Reply.Responded plain = answered(200, Map.of(), flow(SAYS.getBytes(StandardCharsets.UTF_8)));
        Reply.Responded packed = answered(200, Map.of("content-encoding", List.of("gzip")), flow(gzip(SAYS)));

        assertThat(plain.body().flow().orElseThrow().length()).hasValue(SAYS.length());
        assertThat(read(plain)).isEqualTo(MASKED);
        assertThat(packed.body().flow().orElseThrow().length()).isEmpty();
        assertThat(packed.headers()).isEmpty();
        assertThat(read(packed)).isEqualTo(MASKED);
    }

    @Test
    void a_flow_that_nobody_reads_may_still_be_cut() {
        Flow flow = new Flow(new ByteArrayInputStream(new byte[1]), OptionalLong.empty(), () -> {});

        Reply.Responded reply = answered(200, Map.of(), Body.of(flow));

        assertThat(flow.isBegun()).isFalse();
        reply.body().flow().orElseThrow().open();
        assertThat(flow.isBegun()).isFalse(); // its first byte is waited for by whoever reads it
    }

    @Test
    void what_goes_both_ways_still_does() throws IOException {
        ByteArrayOutputStream back = new ByteArrayOutputStream();
        Flow flow = Flow.bothWays(new ByteArrayInputStream(SAYS.getBytes(StandardCharsets.UTF_8)), back, () -> {});

        Reply.Responded reply = answered(101, Map.of(), Body.of(flow));

        assertThat(reply.body().flow().orElseThrow().back()).containsSame(back);
        assertThat(read(reply)).isEqualTo(MASKED);
    }

    @Test
    void only_what_can_be_unpacked_is_accepted_packed() {
        assertThat(Echoes.readable(Map.of("accept-encoding", "gzip, br;q=0.9, zstd")))
                .containsEntry("accept-encoding", "gzip");
        assertThat(Echoes.readable(Map.of("accept-encoding", "br"))).containsEntry("accept-encoding", "identity");
        assertThat(Echoes.readable(Map.of("accept-encoding", "gzip", "range", "bytes=0-9")))
                .containsEntry("accept-encoding", "identity");
        assertThat(Echoes.readable(Map.of("accept", "*/*"))).containsOnlyKeys("accept");
    }

    private Reply.Responded answered(int status, Map<String, List<String>> headers, Body body) {
        return (Reply.Responded) echoes.without(new Reply.Responded(status, headers, body, Instant.EPOCH));
    }

    private static Body flow(byte[] bytes) {
        return Body.of(new Flow(new ByteArrayInputStream(bytes), OptionalLong.of(bytes.length), () -> {}));
    }

    private static String read(Reply.Responded reply) throws IOException {
        try (InputStream bytes = reply.body().flow().orElseThrow().open()) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream to = new GZIPOutputStream(packed)) {
            to.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }
}
