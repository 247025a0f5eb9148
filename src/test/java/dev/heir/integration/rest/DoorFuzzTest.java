package dev.heir.integration.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.heir.integration.fuzz.ArrivedHeaders;
import dev.heir.integration.fuzz.Fuzz;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.ProviderDocument;
import io.vertx.core.MultiMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers send: headers, targets and documents. */
@Timeout(1800)
class DoorFuzzTest {

    /** What is refused with its flaws is read as well as what is taken. */
    private static void refusedOr(Runnable reading) {
        try {
            reading.run();
        } catch (InvalidInput refused) {
            assertThat(refused.flaws()).isNotEmpty();
        }
    }

    private interface Reading {
        Document read() throws IOException;
    }

    private static void document(Reading reading) {
        refusedOr(() -> {
            try {
                Document document = reading.read();
                ProviderDocument.read("fuzzed", document.tree());
            } catch (JsonProcessingException unreadable) {
                assertThat(unreadable).isNotNull();
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
        });
    }

    @Test
    void idempotency_keys() {
        Fuzz.of("idempotency-key")
                .headers(header -> refusedOr(() -> assertThat(IdempotencyKey.read(header))
                        .hasValueSatisfying(key -> assertThat(key).hasSizeBetween(1, 255))));
    }

    @Test
    void preferences() {
        Fuzz.of("prefer").headers(header -> {
            var read = Preferences.read(List.of(header.split("\n", 20)));
            read.atMost().ifPresent(time -> assertThat(time)
                    .isBetween(java.time.Duration.ZERO, java.time.Duration.ofDays(12)));
        });
    }

    @Test
    void headers_that_are_passed_on() {
        Fuzz.of("headers").headers(lines -> {
            var asked = PassedHeaders.asked(ArrivedHeaders.of(lines));
            assertThat(asked.passed()).doesNotContainKeys("connection", "transfer-encoding", "content-length", "host");
            assertThat(PassedHeaders.answered(ArrivedHeaders.of(lines)))
                    .doesNotContainKeys("connection", "transfer-encoding");
        });
    }

    @Test
    void targets() {
        Fuzz.of("target")
                .headers(target -> refusedOr(() -> assertThat(PassedRequests.below(target, "shop"))
                        .startsWith("/")
                        .isEqualTo(PassedRequests.below(
                                "/v1/proxy/shop" + PassedRequests.below(target, "shop"), "shop"))));
    }

    @Test
    void framing() {
        Fuzz.of("framing").headers(request -> {
            String[] parts = request.split("\n", 2);
            MultiMap headers = MultiMap.caseInsensitiveMultiMap();
            ArrivedHeaders.of(parts.length > 1 ? parts[1] : "").forEach(headers::add);
            boolean admitted = Framing.flaw(false, parts[0], headers).isEmpty()
                    && !parts[0].matches("(?s).*%(?![0-9A-Fa-f]{2}).*"); // that the router refuses
            if (admitted && parts[0].startsWith("/")) {
                assertThat("/"
                                + io.vertx.core.http.impl.HttpUtils.normalizePath(parts[0].split("\\?", 2)[0])
                                        .substring(1))
                        .as("nobody reads another path")
                        .doesNotContain("/../")
                        .isEqualTo(io.vertx.core.http.impl.HttpUtils.normalizePath(parts[0].split("\\?", 2)[0]));
            }
        });
    }

    @Test
    void json_documents() {
        Fuzz.of("document.json").bytes(bytes -> document(() -> DocumentText.json(new ByteArrayInputStream(bytes))));
    }

    @Test
    void yaml_documents() {
        Fuzz.of("document.yaml").bytes(bytes -> document(() -> DocumentText.yaml(new ByteArrayInputStream(bytes))));
    }

    @Test
    void call_documents() {
        JsonMapper json = new JsonMapper();
        Fuzz.of("call.json").bytes(bytes -> {
            try {
                CallDocument call = CallDocument.given(json.readValue(bytes, CallDocument.class));
                refusedOr(() -> call.read(Optional.empty()));
                refusedOr(call::pagesWanted);
            } catch (JsonProcessingException | InvalidInput notOne) {
                assertThat(notOne).isNotNull();
            }
        });
    }

    @Test
    void media_types_of_parts() {
        Fuzz.of("media-type").headers(type -> {
            MultipartForm.Part part = new MultipartForm.Part();
            part.name = type;
            part.filename = type;
            part.value = "x";
            part.type = type;
            String body = new String(
                    new MultipartForm(new ArrayList<>())
                            .body(List.of(part), new HashMap<>())
                            .bytes(),
                    java.nio.charset.StandardCharsets.UTF_8);
            assertThat(body.lines().filter(line -> line.startsWith("Content-"))).hasSizeLessThanOrEqualTo(2);
        });
    }
}
