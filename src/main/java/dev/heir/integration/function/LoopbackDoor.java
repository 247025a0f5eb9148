package dev.heir.integration.function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.call.Opening;
import dev.heir.integration.provider.Body;
import dev.heir.integration.rest.Problem;
import dev.heir.integration.rest.Sources;
import io.quarkus.vertx.http.HttpServer;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Hands an API event to this process' own HTTP server, so that a resource answers the same through both doors. The only
 * HTTP client outside of {@code outbound}: it never leaves the machine.
 */
@Singleton
class LoopbackDoor {

    /** Lambda takes an answer of 6 MiB at most, with its envelope and the quotes in it escaped. */
    static final int LARGEST_ANSWER = 5_000_000;

    /** They speak about one connection, and this one ends here (RFC 9110, section 7.6.1); lengths are counted anew. */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "content-length",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final FunctionTable table;
    private final HttpServer server;
    private final ObjectMapper json;
    private final Sources sources;
    private final HttpClient client;

    @Inject
    LoopbackDoor(FunctionTable table, HttpServer server, Vertx vertx, ObjectMapper json, Sources sources) {
        this.table = table;
        this.server = server;
        this.json = json;
        this.sources = sources;
        // No connection is kept: an instance may be frozen for minutes between two events, and a new one costs little.
        this.client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false));
    }

    /** @param limit after which the caller is told that there is no answer */
    ApiAnswer pass(String function, Event.Api request, Duration limit) {
        if (!PathText.isPlain(request.path())) {
            return refusal(new Problem(
                    400,
                    "path-not-plain",
                    "The path is not plain",
                    "a path may not have the segments '.' and '..', in any spelling: it would be another route's"));
        }
        if (!table.owns(function, request.method(), request.path())) {
            return refusal(Problem.notFound("route of " + function, request.method() + " " + request.path()));
        }
        if (Opening.isAskedFor(request.headers())) {
            return refusal(noWebSocket());
        }
        CompletableFuture<ApiAnswer> answer = send(request).toCompletableFuture();
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            answer.cancel(true);
            return refusal(problem(504, "no-answer-in-time", "no answer within " + limit.toMillis() + " ms"));
        } catch (ExecutionException broken) {
            return refusal(problem(502, "no-answer", "the function's own server did not answer: " + broken.getCause()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return refusal(problem(502, "no-answer", "the function was stopped"));
        }
    }

    private CompletionStage<ApiAnswer> send(Event.Api request) {
        RequestOptions options = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(server.getPort())
                .setMethod(HttpMethod.valueOf(request.method()))
                .setURI(target(request));
        return client.request(options)
                .compose(outgoing -> {
                    // Read by a handler that is set before anything is sent: set on the response that came, it may be
                    // too late for the body, and wait for ever.
                    Future<ApiAnswer> answer = headers(outgoing, request)
                            .response()
                            .compose(response -> body(response).map(body -> answer(response, body)));
                    return outgoing.end(Buffer.buffer(request.body().bytes())).compose(sent -> answer);
                })
                .toCompletionStage();
    }

    /** No more than enough to see that it is too much: what the proxy passes on has no end that anyone knows. */
    private static Future<Body> body(HttpClientResponse response) {
        Promise<Body> body = Promise.promise();
        Buffer taken = Buffer.buffer();
        response.handler(chunk -> {
            taken.appendBuffer(chunk);
            if (taken.length() > LARGEST_ANSWER && body.tryComplete(Body.of(taken.getBytes()))) {
                response.request().reset();
            }
        });
        response.end()
                .onSuccess(_ -> body.tryComplete(Body.of(taken.getBytes())))
                .onFailure(body::tryFail);
        return body.future();
    }

    private static String target(Event.Api request) {
        String path = PathText.encoded(request.path());
        return request.query().isEmpty() ? path : path + "?" + request.query();
    }

    private HttpClientRequest headers(HttpClientRequest outgoing, Event.Api request) {
        request.headers().forEach((name, value) -> {
            if (!OF_THE_CONNECTION.contains(name)) {
                outgoing.putHeader(name, value);
            }
        });
        outgoing.putHeader(Sources.HEADER, sources.header(request.source())); // in place of whatever came by that name
        if (!request.cookies().isEmpty()) {
            outgoing.putHeader("cookie", String.join("; ", request.cookies()));
        }
        return outgoing;
    }

    private ApiAnswer answer(HttpClientResponse response, Body body) {
        if (body.size() > LARGEST_ANSWER) {
            return refusal(problem(
                    502,
                    "answer-too-large",
                    "it has more than the " + LARGEST_ANSWER + " bytes that Lambda passes on"));
        }
        return ApiAnswer.of(response.statusCode(), headers(response.headers()), response.cookies(), body);
    }

    private static Map<String, String> headers(MultiMap given) {
        Map<String, String> headers = new TreeMap<>();
        given.forEach((name, value) -> {
            String key = name.toLowerCase(Locale.ROOT);
            if (!OF_THE_CONNECTION.contains(key) && !key.equals("set-cookie")) {
                headers.merge(key, value, (first, second) -> first + "," + second);
            }
        });
        return headers;
    }

    /** API Gateway (HTTP API) answers each event once: there is nothing that could stay open. */
    private static Problem noWebSocket() {
        return new Problem(
                        501,
                        "websocket-not-here",
                        "No WebSocket can be opened through a function",
                        "API Gateway hands a function single requests; send this one to a process of the orchestrator"
                                + " (java -jar, or the native binary), which may share the functions' database")
                .with("fault", "orchestrator");
    }

    private static Problem problem(int status, String type, String detail) {
        return new Problem(status, type, "The function has no answer", detail).with("fault", "orchestrator");
    }

    private ApiAnswer refusal(Problem problem) {
        try {
            return ApiAnswer.of(
                    problem.status(),
                    Map.of("content-type", "application/problem+json"),
                    List.of(),
                    Body.of(json.writeValueAsBytes(problem.members())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem could not be written", e);
        }
    }
}
