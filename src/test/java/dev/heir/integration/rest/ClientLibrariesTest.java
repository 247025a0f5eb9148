package dev.heir.integration.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.response.conversations.ConversationsListResponse;
import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.model.Customer;
import com.stripe.param.ChargeCreateParams;
import com.stripe.param.CustomerListParams;
import com.sun.net.httpserver.HttpExchange;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Client libraries that others wrote, with nothing changed but their base URL and their key: the projects'. The servers
 * speak as the providers' documentation says.
 */
@QuarkusTest
@ExtendWith(OwnServer.class)
@Timeout(60)
class ClientLibrariesTest {

    private static final Queue<String> authorizations = new ConcurrentLinkedQueue<>();
    private static final Queue<String> idempotencyKeys = new ConcurrentLinkedQueue<>();
    private static final AtomicInteger charges = new AtomicInteger();
    private static final AtomicInteger posts = new AtomicInteger();

    @AutoClose
    private static final Upstream upstream = new Upstream();

    private String key;

    @BeforeAll
    static void listen() throws IOException {
        upstream.on("/stripe/v1/charges", ClientLibrariesTest::charge);
        upstream.on("/stripe/v1/customers", ClientLibrariesTest::customers);
        upstream.on("/slack/chat.postMessage", exchange -> {
            if (posts.incrementAndGet() == 1) {
                exchange.getResponseHeaders().set("retry-after", "1");
                say(exchange, 429, "{\"ok\":false,\"error\":\"ratelimited\"}");
            } else {
                say(exchange, 200, "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1.2\"}");
            }
        });
        upstream.on(
                "/slack/conversations.list",
                exchange -> say(
                        exchange,
                        200,
                        body(exchange).contains("cursor=next")
                                ? "{\"ok\":true,\"channels\":[{\"id\":\"C2\"}],\"response_metadata\":{\"next_cursor\":\"\"}}"
                                : "{\"ok\":true,\"channels\":[{\"id\":\"C1\"}],\"response_metadata\":{\"next_cursor\":\"next\"}}"));
        upstream.on("/openai/v1/chat/completions", ClientLibrariesTest::complete);
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Fails once without an effect that anyone could know of, as a library must expect. */
    private static void charge(HttpExchange exchange) throws IOException {
        idempotencyKeys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        String asked = body(exchange);
        if (asked.contains("source=tok_declined")) {
            say(
                    exchange,
                    402,
                    "{\"error\":{\"type\":\"card_error\",\"code\":\"card_declined\",\"message\":\"Your card was declined.\"}}");
        } else if (charges.incrementAndGet() == 1) {
            say(exchange, 500, "{\"error\":{\"type\":\"api_error\",\"message\":\"try again\"}}");
        } else {
            say(exchange, 200, "{\"id\":\"ch_1\",\"object\":\"charge\",\"amount\":2000}");
        }
    }

    private static void customers(HttpExchange exchange) throws IOException {
        boolean second = exchange.getRequestURI().getQuery().contains("starting_after=cus_1");
        say(
                exchange,
                200,
                "{\"object\":\"list\",\"url\":\"/v1/customers\",\"has_more\":%s,\"data\":[{\"id\":\"%s\",\"object\":\"customer\"}]}"
                        .formatted(!second, second ? "cus_2" : "cus_1"));
    }

    private static void complete(HttpExchange exchange) throws IOException {
        if (body(exchange).contains("nonsense")) {
            say(exchange, 400, "{\"error\":{\"message\":\"no such model\",\"type\":\"invalid_request_error\"}}");
            return;
        }
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        exchange.getResponseHeaders().set("content-type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        for (String word : List.of("Hello", " ", "world")) {
            exchange.getResponseBody()
                    .write(("data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                                    + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + word
                                    + "\"},\"finish_reason\":null}]}\n\n")
                            .getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        }
        exchange.getResponseBody().write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    private static void say(HttpExchange exchange, int status, String text) throws IOException {
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @BeforeEach
    void register() {
        given().contentType(ContentType.JSON)
                .body("{\"kind\":\"bearer\",\"token\":\"the-providers-own-token\"}")
                .put("/v1/credentials/of-the-libraries");
        for (String provider : List.of("stripe", "slack", "openai")) {
            OwnServer.provider(provider, """
                            baseUrl: http://127.0.0.1:%d/%s
                            internal: true
                            credentials: [of-the-libraries]
                            """.formatted(upstream.port(), provider));
        }
        key = OwnServer.key("libraries");
        authorizations.clear();
        idempotencyKeys.clear();
    }

    @AfterEach
    void forget() {
        assertThat(authorizations).isNotEmpty().containsOnly("Bearer the-providers-own-token");
        given().delete("/v1/credentials/of-the-libraries");
    }

    private String proxy(String provider) {
        return OwnServer.uri("/v1/proxy/" + provider).toString();
    }

    private StripeClient stripe() {
        return StripeClient.builder()
                .setApiKey(key)
                .setApiBase(proxy("stripe"))
                .setMaxNetworkRetries(2)
                .build();
    }

    @Test
    void stripe_charges_with_its_own_retries_under_one_key() throws Exception {
        var charge = stripe().charges()
                .create(ChargeCreateParams.builder()
                        .setAmount(2000L)
                        .setCurrency("usd")
                        .setSource("tok_visa")
                        .build());
        assertThat(charge.getId()).isEqualTo("ch_1");
        assertThat(idempotencyKeys).hasSize(2);
        assertThat(idempotencyKeys.stream().distinct()).hasSize(1);
    }

    @Test
    void stripe_hears_of_a_declined_card_as_stripe_says_it() {
        assertThatThrownBy(() -> stripe().charges()
                        .create(ChargeCreateParams.builder()
                                .setAmount(1L)
                                .setCurrency("usd")
                                .setSource("tok_declined")
                                .build()))
                .isInstanceOf(CardException.class)
                .hasMessageContaining("Your card was declined.");
        List<String> symptoms = given().get("/v1/ledger?provider=stripe&limit=1")
                .then()
                .statusCode(200)
                .extract()
                .path("items.symptom");
        assertThat(symptoms).as("a declined card is an answer").containsOnlyNulls();
    }

    @Test
    void stripe_turns_its_own_pages() throws Exception {
        List<String> ids = new ArrayList<>();
        for (Customer each : stripe().customers()
                .list(CustomerListParams.builder().setLimit(1L).build())
                .autoPagingIterable()) {
            ids.add(each.getId());
        }
        assertThat(ids).containsExactly("cus_1", "cus_2");
    }

    @Test
    void slack_posts_although_it_is_told_to_wait_and_turns_its_own_pages() throws Exception {
        SlackConfig config = new SlackConfig();
        config.setMethodsEndpointUrlPrefix(proxy("slack") + "/");
        Slack slack = Slack.getInstance(config);
        MethodsClient methods = slack.methods(key);
        assertThat(methods.chatPostMessage(message -> message.channel("C1").text("hello"))
                        .isOk())
                .isTrue();
        assertThat(posts).hasValue(2);
        ConversationsListResponse first = methods.conversationsList(list -> list.limit(1));
        ConversationsListResponse next = methods.conversationsList(
                list -> list.limit(1).cursor(first.getResponseMetadata().getNextCursor()));
        assertThat(first.getChannels().getFirst().getId()).isEqualTo("C1");
        assertThat(next.getChannels().getFirst().getId()).isEqualTo("C2");
        slack.close();
    }

    @Test
    void openai_streams_and_hears_its_own_errors() {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .apiKey(key)
                .baseUrl(proxy("openai") + "/v1")
                .build();
        StringBuilder said = new StringBuilder();
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(question("m"))) {
            chunks.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream())
                    .forEach(said::append);
        }
        assertThat(said).hasToString("Hello world");
        assertThatThrownBy(() -> client.chat().completions().create(question("nonsense")))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("no such model");
        client.close();
    }

    private static ChatCompletionCreateParams question(String model) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage("hello?")
                .build();
    }
}
