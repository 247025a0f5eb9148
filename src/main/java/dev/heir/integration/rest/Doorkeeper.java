package dev.heir.integration.rest;

import dev.heir.integration.access.Actor;
import dev.heir.integration.access.CurrentVisit;
import dev.heir.integration.access.Role;
import dev.heir.integration.access.Visit;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Asks everyone who comes in whether they may use the route that they found; one that says nothing is for nobody. */
final class Doorkeeper {

    private final Access access;
    private final Sources sources;
    private final CurrentVisit current;

    Doorkeeper(Access access, Sources sources, CurrentVisit current) {
        this.access = access;
        this.sources = sources;
        this.current = current;
    }

    /** By the method that was found, never by the path: one path has many spellings. */
    @ServerRequestFilter
    void admit(ResourceInfo resource, HttpServerRequest request) {
        Method route = resource.getResourceMethod();
        if (route.isAnnotationPresent(AdmitsAnybody.class)) {
            return;
        }
        Admits admits = route.getAnnotation(Admits.class);
        if (admits == null) {
            throw new Problem(403, "forbidden", "Not for you", "nobody was given this route");
        }
        if (route.getDeclaringClass() == ProxyResource.class) {
            return; // its caller's key may be anywhere in what is passed on: it looks for it itself
        }
        Role needed = admits.value();
        Actor actor = access.actor(request, needed);
        if (!actor.role().may(needed) && !(admits.projectsToo() && actor.role() == Role.CALLER)) {
            throw new Problem(403, "forbidden", "Not for you", refusal(actor, needed))
                    .with("role", actor.role())
                    .with("needed", needed);
        }
        if (needed != Role.CALLER) {
            current.begin(new Visit(actor, sources.of(request))); // calls change nothing that is audited
        }
    }

    private static String refusal(Actor actor, Role needed) {
        return needed == Role.CALLER
                ? "calls are made with a project's key; PUT /v1/projects/{id} gives one"
                : "this is for " + words(needed) + ", and " + actor.name() + " is " + words(actor.role());
    }

    private static String words(Role role) {
        return switch (role) {
            case CALLER -> "a project that calls";
            case OPERATOR -> "operators";
            case ADMIN -> "administrators";
        };
    }
}
