package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.fuzz.ArrivedHeaders;
import dev.heir.integration.fuzz.Fuzz;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.GraphQlDocument;
import dev.heir.integration.provider.ProviderDocument;
import dev.heir.integration.strike.Reply;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What providers answer, and addresses that callers and providers write. */
@Timeout(1800)
class AnswerFuzzTest {

    private static Reply.Responded reply(String headers, byte[] body) {
        return new Reply.Responded(200, ArrivedHeaders.of(headers), Body.of(body), Instant.EPOCH);
    }

    @Test
    void links() {
        Fuzz.of("link").headers(header -> assertThat(PageReader.link(List.of(header.split("\n", 20))))
                .isNotEqualTo(Optional.of("")));
    }

    @Test
    void next_addresses() {
        PageReader reader = new PageReader(
                dev.heir.integration.provider.Pagination.usual(dev.heir.integration.provider.Pagination.Style.NEXT_URL),
                ProviderDocument.read("api", Map.of("baseUrl", "https://api.example.com/v1")));
        Fuzz.of("location").headers(address -> reader.below(address, "https://api.example.com/v1", "/things?page=1")
                .ifPresent(next -> assertThat(URI.create("https://api.example.com/v1" + next)
                                .normalize()
                                .toString())
                        .startsWith("https://api.example.com/v1")));
    }

    @Test
    void redirects() {
        PlannedCall call = new Planner(
                        new World.Defaults(), java.time.Clock.systemUTC(), new java.util.SplittableRandom(1))
                .plan(
                        World.SHOP,
                        ProviderDocument.read(
                                "api",
                                Map.of(
                                        "baseUrl",
                                        "http://10.0.0.1",
                                        "internal",
                                        true,
                                        "operations",
                                        Map.of("list", Map.of("get", "/things")))),
                        CallRequest.of("api", "list"),
                        Calls.API_INTEGRATION,
                        true);
        Fuzz.of("location").headers(location -> {
            List<Transport.Outgoing> sent = new ArrayList<>();
            new Wire(
                            request -> {
                                sent.add(request);
                                return new Reply.Responded(
                                        sent.size() == 1 ? 302 : 200,
                                        Map.of("location", List.of(location)),
                                        Body.EMPTY,
                                        Instant.EPOCH);
                            },
                            new WireTest.Registered(),
                            java.time.Clock.systemUTC(),
                            new Hiding("s3cr3t"))
                    .send(
                            call,
                            "http://10.0.0.1",
                            dev.heir.integration.credential.Signature.NONE,
                            java.time.Duration.ofSeconds(5),
                            _ -> true);
            for (Transport.Outgoing hop : sent) {
                boolean same = hop.uri().getHost().equals("10.0.0.1")
                        && hop.uri().getPort() == -1
                        && hop.uri().getScheme().equalsIgnoreCase("http");
                assertThat(hop.internal()
                                && !same
                                && !hop.uri().getAuthority().equals("10.0.0.1:80")
                                && !hop.uri().getAuthority().equals("10.0.0.9:8080"))
                        .as(hop.uri().toString())
                        .isFalse();
            }
        });
    }

    @Test
    void paths_and_operations() {
        var provider = ProviderDocument.read(
                "api",
                Map.of(
                        "baseUrl",
                        "https://api.example.com",
                        "operations",
                        Map.of(
                                "one",
                                Map.of("get", "/orders/{id}"),
                                "two",
                                Map.of("get", "/orders/{id}/items/{item}.json?a={a}"),
                                "three",
                                Map.of("get", "/{a}-{b}/{c}"))));
        Fuzz.of("path").headers(path -> {
            if (path.matches("(?s).*%(?![0-9A-Fa-f]{2}).*")) {
                return; // is no URI, and refused before it is compared
            }
            OperationMatch.find(provider.operations().values(), "GET", path);
            provider.operations().values().forEach(operation -> OperationMatch.params(operation.path(), path));
            String made = UrlTemplate.expand("/orders/{id}", Map.of("id", path), new ArrayList<>());
            assertThat(URI.create(made).getRawPath()).isEqualTo(made).matches("/orders/[^/?#]*");
        });
    }

    @Test
    void events() {
        Fuzz.of("events").bytes(bytes -> {
            EventSplitter whole = new EventSplitter("", 4096);
            EventSplitter pieces = new EventSplitter("", 4096);
            try {
                whole.take(bytes, bytes.length);
                for (byte octet : bytes) {
                    pieces.take(new byte[] {octet}, 1);
                }
            } catch (IOException undecided) {
                assertThat(undecided).hasMessageNotContaining("null");
            }
        });
    }

    @Test
    void forms() {
        Fuzz.of("form").bytes(bytes -> Forms.read(Body.of(bytes)));
    }

    @Test
    void envelopes() {
        Fuzz.of("soap.xml").bytes(bytes -> SoapContent.read(reply("content-type: text/xml", bytes)));
    }

    @Test
    void graphql_answers() {
        Fuzz.of("graphql.json").bytes(bytes -> GraphQlContent.read(reply("content-type: application/json", bytes)));
    }

    @Test
    void graphql_documents() {
        Fuzz.of("query.graphql").texts(text -> {
            Optional<GraphQlDocument> document = GraphQlDocument.parse(text);
            document.ifPresent(read -> assertThat(read.operations()).isNotEmpty());
        });
    }
}
