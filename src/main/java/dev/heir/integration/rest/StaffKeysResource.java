package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.access.Role;
import dev.heir.integration.access.StaffKey;
import dev.heir.integration.access.StaffKeys;
import dev.heir.integration.provider.Fields;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** Keys for people and tools that operate and administer. */
@Path("/v1/staff-keys")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class StaffKeysResource {

    private static final int LONGEST_NAME = 100;
    private static final Duration LONGEST_LIFE = Duration.ofDays(3_650);

    private final StaffKeys keys;

    StaffKeysResource(StaffKeys keys) {
        this.keys = keys;
    }

    @POST
    @Admits(Role.ADMIN)
    @Consumes({Document.JSON, Document.YAML, Document.X_YAML, Document.TEXT_YAML})
    @Operation(
            summary = "A key for an operator or an administrator",
            description =
                    "'name' says whose it is, 'role' is operator or admin, 'expiresIn' such as 90d; the key is shown"
                            + " in this answer only")
    public RestResponse<Issued> issue(Document document) {
        Fields fields = Fields.of(document.tree());
        String name = fields.requiredText("name");
        Optional<Role> role = fields.word("role", Role.class);
        if (role.equals(Optional.of(Role.CALLER))) {
            fields.flaw("role", "must be operator or admin; projects have keys of their own");
        }
        fields.require("role");
        if (name.length() > LONGEST_NAME) {
            fields.flaw("name", "must have at most " + LONGEST_NAME + " characters");
        }
        Optional<Duration> lifetime = fields.duration("expiresIn", Duration.ofMinutes(1), LONGEST_LIFE);
        fields.refuseUnknown();
        fields.refuseFlaws();
        StaffKey key = keys.issue(name, role.orElseThrow(), lifetime);
        return RestResponse.status(
                RestResponse.Status.CREATED, new Issued(name, role.orElseThrow(), key.prefix(), key.text()));
    }

    @GET
    @Admits(Role.ADMIN)
    @Operation(summary = "Staff keys by their prefixes, oldest first")
    public Map<String, List<Shown>> list() {
        return Map.of("items", keys.all().stream().map(Shown::of).toList());
    }

    @DELETE
    @Admits(Role.ADMIN)
    @Path("/{prefix}")
    @Operation(summary = "Revoke a staff key")
    public void revoke(@RestPath String prefix) {
        Removal.of(keys.revoke(prefix), "valid staff key", prefix);
    }

    /** @param key shown this once: only its hash is kept */
    public record Issued(String name, Role role, String prefix, String key) {}

    /** A key without its secret. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Shown(
            String prefix,
            String name,
            Role role,
            Instant createdAt,
            Optional<Instant> expiresAt,
            Optional<Instant> revokedAt) {

        static Shown of(StaffKeys.Known key) {
            return new Shown(key.prefix(), key.name(), key.role(), key.createdAt(), key.expiresAt(), key.revokedAt());
        }
    }
}
