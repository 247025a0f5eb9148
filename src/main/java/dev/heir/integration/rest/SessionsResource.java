package dev.heir.integration.rest;

import dev.heir.integration.access.People;
import dev.heir.integration.access.Role;
import dev.heir.integration.access.Sessions.Session;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;

/** Who is signed in, for whoever has to end that. */
@Path("/v1/sessions")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class SessionsResource {

    private final People people;

    SessionsResource(People people) {
        this.people = people;
    }

    @GET
    @Admits(Role.ADMIN)
    @Operation(summary = "Who is signed in, newest first, a thousand at most")
    public Map<String, List<Shown>> list() {
        return Map.of("items", people.all().stream().map(Shown::of).toList());
    }

    @DELETE
    @Admits(Role.ADMIN)
    @Path("/{id}")
    @Operation(summary = "Sign somebody out, at once and everywhere")
    public void end(@RestPath String id) {
        Removal.of(uuid(id).map(people::end).orElse(false), "session", id);
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** A session without what its browser shows. */
    public record Shown(String id, String name, String subject, Instant begunAt, Instant seenAt, Instant endsAt) {

        static Shown of(Session session) {
            return new Shown(
                    session.id().toString(),
                    session.person().name(),
                    session.person().subject(),
                    session.begunAt(),
                    session.seenAt(),
                    session.endsAt());
        }
    }
}
