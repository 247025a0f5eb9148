package dev.heir.integration.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.provider.Body;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reads the sample events of infra/samples, which have the shape of AWS' documentation. */
class EventReaderTest {

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void a_request_of_the_gateway_keeps_its_headers_cookies_query_and_body() throws IOException {
        assertThat(sample("event-call-api.json"))
                .isEqualTo(new Event.Api(
                        "POST",
                        "/v1/calls",
                        "",
                        Map.of(
                                "authorization", "Bearer sample-project-key",
                                "content-type", "application/json",
                                "host", "orchestrator.example",
                                "x-forwarded-for", "203.0.113.7"),
                        List.of(),
                        Body.of("{\"provider\":\"httpbin\",\"operation\":\"look\"}"),
                        "203.0.113.7"));
    }

    @Test
    void a_body_in_base64_is_the_bytes() throws IOException {
        Event event = read("""
                {"requestContext": {"http": {"method": "PUT", "sourceIp": "2001:db8::7"}}, "rawPath": "/x", "rawQueryString": "a=1&a=2",
                 "cookies": ["one=1", "two=2"], "body": "AP8=", "isBase64Encoded": true}""");
        assertThat(event)
                .isEqualTo(new Event.Api(
                        "PUT",
                        "/x",
                        "a=1&a=2",
                        Map.of(),
                        List.of("one=1", "two=2"),
                        Body.of(new byte[] {0, (byte) 0xff}),
                        "2001:db8::7"));
    }

    @Test
    void a_batch_of_the_queue_is_its_messages() throws IOException {
        assertThat(sample("event-scrape-batch.json"))
                .isInstanceOfSatisfying(Event.Queue.class, queue -> assertThat(queue.messages())
                        .extracting(Event.Message::id)
                        .containsExactly(
                                "059f36b4-87a3-44ab-83d2-661975830a7d",
                                "2e1424d4-f796-459a-8184-9c92662be6da",
                                "5c1f6f0e-3d0c-4b0e-9a53-0d9b1c1f4a10"));
    }

    @Test
    void the_schedule_is_told_by_its_detail_type() throws IOException {
        assertThat(sample("event-schedule.json"))
                .isEqualTo(new Event.Schedule("53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa", "2026-11-23T02:00:00Z"));
    }

    @Test
    void an_event_of_no_known_kind_is_refused_with_what_it_has() {
        assertThatThrownBy(() -> read("{\"Message\": \"hello\"}"))
                .isInstanceOf(Event.Unknown.class)
                .hasMessageContaining("[Message]");
    }

    @Test
    void records_of_another_service_are_refused() {
        assertThatThrownBy(() -> read("{\"Records\": [{\"eventSource\": \"aws:s3\"}]}"))
                .isInstanceOf(Event.Unknown.class)
                .hasMessageContaining("aws:s3");
    }

    private Event read(String text) throws IOException {
        return EventReader.read(json.readTree(text));
    }

    private Event sample(String name) throws IOException {
        return EventReader.read(json.readTree(Path.of("infra", "samples", name).toFile()));
    }
}
