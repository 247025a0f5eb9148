package dev.heir.integration.rest;

import dev.heir.integration.access.Attempts;
import dev.heir.integration.access.SignIn;
import dev.heir.integration.access.SignIn.Begun;
import dev.heir.integration.access.SignIn.Ended;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

/** People sign in with the company's identity provider. What they come back with is judged, so nobody shows a key here. */
@Path("/v1/sign-in")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class SignInResource {

    private static final String TITLE = "Not signed in";

    private final SignIn signIn;
    private final SessionCookie cookie;
    private final Sources sources;
    private final Attempts attempts;

    SignInResource(SignIn signIn, SessionCookie cookie, Sources sources, Attempts attempts) {
        this.signIn = signIn;
        this.cookie = cookie;
        this.sources = sources;
        this.attempts = attempts;
    }

    @GET
    @AdmitsAnybody
    @Operation(
            summary = "Sign in",
            description = "For browsers: 303 to the identity provider, and from there back to `to`, a path of ours")
    public RestResponse<String> begin(
            @QueryParam("to") @DefaultValue("/v1/me") String to, @Context HttpServerRequest request) {
        if (!cookie.isSafe(request)) {
            return refused(404, "integration.public-url is not configured: people sign in on this machine only");
        }
        return switch (signIn.begin(cookie.at(request), to)) {
            case Begun.There there ->
                elsewhere(there.at().toString())
                        .header("Set-Cookie", cookie.ofMemory(request, there.memory(), SignIn.LONGEST))
                        .build();
            case Begun.NotOffered() ->
                refused(404, "nobody signs in here: integration.sign-in.issuer is not configured");
            case Begun.Unavailable(String reason) -> refused(503, reason);
        };
    }

    @GET
    @AdmitsAnybody
    @Path("/callback")
    @Operation(
            summary = "Where the identity provider sends a browser back to",
            description = "With `state` and `code`, or `error`: takes the code, and the session begins")
    public RestResponse<String> end(@Context HttpServerRequest request) {
        String source = sources.of(request);
        Optional<Duration> pause = attempts.pause(source);
        if (pause.isPresent()) {
            return paused(pause.get());
        }
        SignIn.Returned returned = new SignIn.Returned(
                param(request, "code"), param(request, "state"), param(request, "iss"), param(request, "error"));
        return switch (signIn.end(returned, cookie.memory(request), source)) {
            case Ended.SignedIn in ->
                elsewhere(in.to())
                        .header("Set-Cookie", cookie.ofSession(request, in.key().text(), signIn.longest()))
                        .header("Set-Cookie", cookie.noMemory(request))
                        .build();
            case Ended.WithoutRole(String reason) ->
                Notice.page(403, "You have no role here", reason)
                        .header("Set-Cookie", cookie.noSession(request))
                        .header("Set-Cookie", cookie.noMemory(request))
                        .build();
            case Ended.Refused(String reason) ->
                cookie.memory(request)
                        .flatMap(_ -> attempts.failed(source)) // the issuer may have been asked, in our name
                        .map(SignInResource::paused)
                        .orElseGet(() -> refused(400, reason));
            case Ended.Unavailable(String reason) -> refused(503, reason);
        };
    }

    private static RestResponse.ResponseBuilder<String> elsewhere(String location) {
        return RestResponse.ResponseBuilder.<String>create(303)
                .header("Location", location)
                .header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer");
    }

    private static RestResponse<String> refused(int status, String reason) {
        return Notice.page(status, TITLE, reason + ".").build();
    }

    private static RestResponse<String> paused(Duration pause) {
        return Notice.page(429, TITLE, "Too many sign-ins failed where you are; wait before you try again.")
                .header("Retry-After", Long.toString(pause.plusMillis(999).toSeconds()))
                .build();
    }

    /** None where there are two: nobody knows which one was meant. */
    private static Optional<String> param(HttpServerRequest request, String name) {
        List<String> values = request.params().getAll(name);
        return values.size() == 1
                ? Optional.of(values.getFirst()).filter(text -> !text.isEmpty() && text.length() <= 4_096)
                : Optional.empty();
    }
}
