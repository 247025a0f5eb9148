package dev.heir.integration.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.heir.integration.access.Role;
import dev.heir.integration.health.Colour;
import dev.heir.integration.health.Sweep;
import dev.heir.integration.health.Sweeps;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** One pass over all providers, asked for. */
@Path("/v1/sweeps")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class SweepsResource {

    private final Sweeps sweeps;

    SweepsResource(Sweeps sweeps) {
        this.sweeps = sweeps;
    }

    @POST
    @Admits(Role.OPERATOR)
    @Operation(summary = "Probe what is due and judge every provider now")
    public SweepDocument sweep() {
        return SweepDocument.of(sweeps.sweep());
    }

    /** A sweep on the wire. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SweepDocument(
            Instant at,
            long tookMillis,
            Map<Colour, Long> providers,
            int probed,
            List<String> escalationsOpened,
            int lessonsRecorded,
            boolean ownTrouble) {

        static SweepDocument of(Sweep sweep) {
            return new SweepDocument(
                    sweep.at(),
                    sweep.took().toMillis(),
                    sweep.providers(),
                    sweep.probed(),
                    sweep.opened(),
                    sweep.lessons(),
                    sweep.ownTrouble());
        }
    }
}
