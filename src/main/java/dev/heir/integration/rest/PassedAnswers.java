package dev.heir.integration.rest;

import dev.heir.integration.access.People;
import dev.heir.integration.call.Answer;
import dev.heir.integration.call.Calls;
import dev.heir.integration.call.Ledger;
import dev.heir.integration.call.Outcome;
import dev.heir.integration.call.Source;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.DprId;
import dev.heir.integration.provider.Flow;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Providers;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** What a provider answered, as its caller would have heard it without us; our own words are in headers of our own. */
@Singleton
class PassedAnswers {

    private static final long INTERNAL_ERROR = 0x2;

    private static final Logger LOG = Logger.getLogger(PassedAnswers.class);
    private static final int PIECE = 64 * 1024;

    private final Calls calls;
    private final Providers providers;
    private final People people;
    private final Clock clock;

    PassedAnswers(Calls calls, Providers providers, People people, Clock clock) {
        this.calls = calls;
        this.providers = providers;
        this.people = people;
        this.clock = clock;
    }

    Response response(HttpServerRequest request, String provider, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(Answer answer) when answer.source() == Source.SKIPPED -> throw skipped(answer);
            case Outcome.Answered(Answer answer) ->
                passed(
                                request,
                                answering(provider, answer.source()),
                                answer.id(),
                                answer.status(),
                                answer.headers(),
                                answer.body())
                        .header("Integration-Source", answer.source())
                        .header("Integration-Strikes", answer.strikes().size())
                        .header("Integration-Age", answer.age().toSeconds())
                        .build();
            case Outcome.Unanswered failed
            when failed.said().isPresent() -> {
                Ledger.Content said = failed.said().get();
                yield passed(request, providers.find(provider), failed.id(), said.status(), said.headers(), said.body())
                        .header("Integration-Symptom", failed.symptom())
                        .header("Integration-Fault", failed.fault().name().toLowerCase(Locale.ROOT))
                        .header("Integration-Strikes", failed.strikes().size())
                        .header("Integration-Ambiguous", failed.ambiguous())
                        .build();
            }
            case Outcome.Unanswered failed ->
                throw Outcomes.problem(failed, clock.instant())
                        .header("Integration-Call", failed.id().toString());
        };
    }

    private static Problem skipped(Answer answer) {
        Problem problem = new Problem(
                        answer.status() == 504 ? 504 : 503, "skipped", "The call was let go", answer.detail())
                .with("id", answer.id().toString())
                .header("Integration-Call", answer.id().toString())
                .header("Integration-Source", answer.source().name());
        answer.due().ifPresent(at -> problem.with("retryAt", at).header("Retry-After", Outcomes.httpDate(at)));
        return problem;
    }

    private Response.ResponseBuilder passed(
            HttpServerRequest request,
            Optional<Provider> provider,
            DprId call,
            int status,
            Map<String, List<String>> headers,
            Body body) {
        Optional<OwnLinks> links =
                provider.map(known -> new OwnLinks(known, origin(request) + PassedRequests.DOOR + known.id()));
        Response.ResponseBuilder response = Response.status(status);
        PassedHeaders.answered(headers).entrySet().forEach(header -> links.map(known -> known.of(header))
                .orElse(header.getValue())
                .forEach(value -> response.header(header.getKey(), value)));
        response.header("Via", PassedHeaders.OUR_NAME); // RFC 9110, section 7.6.3
        response.header("Integration-Call", call);
        if (people.areExpected()) {
            // Shown in a browser it would be a page of ours, and act for whoever is signed in.
            response.header("Content-Security-Policy", "sandbox");
        }
        if (body.flow().isPresent()) {
            Flow flow = body.flow().get();
            response.entity((StreamingOutput) to -> flow(call, flow, to, request));
        } else if (!body.isEmpty()) {
            response.entity(body.bytes());
        }
        return response;
    }

    /**
     * It must be seen to be broken. Over HTTP/1.1 a reset of the response lets its end be written after all, so the connection
     * ends first, and we wait until it did; over HTTP/2 the stream says that it is an error (RFC 9113, section 7).
     */
    static void cut(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            var _ = request.response().reset(INTERNAL_ERROR);
        } else {
            request.connection()
                    .close()
                    .otherwiseEmpty()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    private void flow(DprId call, Flow flow, OutputStream to, HttpServerRequest request) throws IOException {
        long passed = 0;
        AtomicBoolean left = new AtomicBoolean();
        request.response().closeHandler(_ -> {
            left.set(true);
            flow.cut(); // or we would wait for a provider on behalf of nobody
        });
        try (InputStream from = flow.open()) {
            byte[] piece = new byte[PIECE];
            for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
                pass(piece, count, to);
                passed += count;
            }
        } catch (CallerGone gone) {
            LOG.debugf("who asked for %s went away after %d bytes", call, passed);
        } catch (IOException broken) {
            if (left.get()) {
                LOG.debugf("who asked for %s went away after %d bytes", call, passed);
                return;
            }
            LOG.infof("the answer of %s broke off after %d bytes", call, passed);
            try {
                calls.brokeOff(call, passed, String.valueOf(broken.getMessage()));
            } finally {
                cut(request);
            }
        }
    }

    private static void pass(byte[] piece, int count, OutputStream to) throws CallerGone {
        try {
            to.write(piece, 0, count);
            to.flush();
        } catch (IOException gone) {
            throw new CallerGone(gone);
        }
    }

    private static final class CallerGone extends IOException {
        private static final long serialVersionUID = 1;

        CallerGone(IOException cause) {
            super(cause);
        }
    }

    /** Whose links are in the answer. */
    private Optional<Provider> answering(String provider, Source source) {
        Optional<Provider> asked = providers.find(provider);
        return source == Source.FALLBACK_PROVIDER
                ? asked.flatMap(Provider::fallback).flatMap(other -> providers.find(other.provider()))
                : asked;
    }

    /** As its caller addressed us, so that it finds its way back. */
    private static String origin(HttpServerRequest request) {
        String scheme = Optional.ofNullable(request.getHeader("x-forwarded-proto"))
                .filter(given -> given.equals("http") || given.equals("https"))
                .orElse(request.scheme());
        String host =
                request.authority() == null ? "localhost" : request.authority().toString();
        return scheme + "://" + host;
    }
}
