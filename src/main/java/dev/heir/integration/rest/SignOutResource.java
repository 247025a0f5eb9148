package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.access.People;
import dev.heir.integration.access.Role;
import dev.heir.integration.access.SignOut;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

/** People sign out. */
@Path("/v1/sign-out")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class SignOutResource {

    private final Access access;
    private final People people;
    private final SignOut signOut;
    private final SessionCookie cookie;

    SignOutResource(Access access, People people, SignOut signOut, SessionCookie cookie) {
        this.access = access;
        this.people = people;
        this.signOut = signOut;
        this.cookie = cookie;
    }

    @POST
    @Admits(Role.OPERATOR)
    @Operation(
            summary = "Sign out",
            description =
                    "The session ends at once, everywhere. Where the identity provider ends its own session with the"
                            + " browser too, a form is led there (303), and a script is told where (`next`)")
    public RestResponse<Out> signOut(@Context HttpServerRequest request) {
        People.Shown.Known known = access.visitor(request, Role.OPERATOR)
                .orElseThrow(() -> new Problem(
                        409, "no-session", "There is no session", "you are known by a key, or by your machine"));
        people.end(known.session().id());
        Optional<URI> next = signOut.next(known.session());
        boolean isPage = String.valueOf(request.getHeader("accept")).contains(MediaType.TEXT_HTML);
        RestResponse.ResponseBuilder<Out> answer = isPage && next.isPresent()
                ? RestResponse.ResponseBuilder.<Out>create(303)
                        .header("Location", next.get().toString())
                : RestResponse.ResponseBuilder.ok(new Out(next));
        return answer.header("Set-Cookie", cookie.noSession(request))
                .header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer")
                .build();
    }

    /** @param next where the identity provider ends its own session */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Out(Optional<URI> next) {}
}
