package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.access.Role;
import dev.heir.integration.credential.DataKeys;
import dev.heir.integration.credential.SealingKeys;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

/** The keys that secrets are sealed with, which never come out. */
@Path("/v1/sealing-keys")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RegisterForReflection // for Routes
public final class SealingKeysResource {

    private final SealingKeys keys;

    SealingKeysResource(SealingKeys keys) {
        this.keys = keys;
    }

    @POST
    @Admits(Role.ADMIN)
    @Operation(
            summary = "Make a new key to seal secrets with",
            description =
                    "Everything new is sealed with it at once; the sweeps seal anew what other keys sealed, and a key with"
                            + " which nothing is sealed any more becomes RETIRED. Nobody has to wait or to stop")
    public RestResponse<Shown> rotate() {
        return RestResponse.status(RestResponse.Status.CREATED, Shown.of(keys.rotate()));
    }

    @GET
    @Admits(Role.ADMIN)
    @Operation(
            summary = "The keys that secrets are sealed with, oldest first, and how many each has sealed",
            description = "'sealedByMaster' was sealed by a version without data keys: the first POST ends that")
    public All list() {
        SealingKeys.Known known = keys.known();
        return new All(
                known.master(),
                known.sealedByMaster(),
                known.keys().stream().map(Shown::of).toList());
    }

    /** @param master that wraps new keys */
    public record All(String master, long sealedByMaster, List<Shown> items) {}

    /** A key without what it is. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Shown(
            UUID key, DataKeys.State state, String master, long sealed, Instant madeAt, Optional<Instant> retiredAt) {

        static Shown of(SealingKeys.Counted counted) {
            DataKeys.DataKey key = counted.key();
            return new Shown(key.id(), key.state(), key.master(), counted.sealed(), key.madeAt(), key.retiredAt());
        }
    }
}
