package dev.heir.integration.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.call.Unrecorded;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ProblemMapperTest {

    @Test
    @SuppressWarnings("unchecked")
    void a_request_that_was_sent_and_not_recorded_invites_nobody_to_send_it_again() {
        UUID call = UUID.randomUUID();
        Response told = new ProblemMapper()
                .unrecorded(new Unrecorded(
                        new Unrecorded.Known(call, "stripe", "charge", Optional.of(201), Optional.of("once")),
                        new IllegalStateException("no database")));
        assertThat(told.getStatus()).isEqualTo(500);
        assertThat(told.getHeaders()).doesNotContainKey("Retry-After");
        assertThat((Map<String, Object>) told.getEntity())
                .containsEntry("call", call)
                .containsEntry("fault", "orchestrator")
                .containsEntry("sent", true)
                .containsEntry("ambiguous", true)
                .containsEntry("providerStatus", 201)
                .containsEntry("idempotencyKey", "once")
                .containsKey("next");
    }

    @Test
    void the_front_door_tells_where_things_are() {
        assertThat(FrontDoor.links()).containsEntry("description", "/q/openapi");
        assertThat(FrontDoor.links().get("api"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .contains("/v1/calls", "/v1/providers");
    }

    @Test
    void it_is_known_what_each_path_is_for() {
        assertThat(Routes.allowed("/v1/calls")).containsExactly("POST");
        assertThat(Routes.allowed("/v1/providers/stripe")).containsExactly("DELETE", "GET", "PUT");
        assertThat(Routes.allowed("/v1/projects/shop/keys")).containsExactly("POST");
        assertThat(Routes.allowed("/v1/nothing")).isEmpty();
    }

    @Test
    void it_is_known_what_may_be_sent_where() {
        assertThat(Routes.formats("POST", "/v1/calls")).isEqualTo("application/json");
        assertThat(Routes.formats("PUT", "/v1/providers/stripe")).isEqualTo("application/json or application/yaml");
        assertThat(Routes.formats("PATCH", "/v1/providers/stripe")).isEqualTo("application/json");
    }
}
