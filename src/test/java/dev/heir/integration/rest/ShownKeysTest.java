package dev.heir.integration.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.ProjectKey;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShownKeysTest {

    private final String key = ProjectKey.make(new SecureRandom()).text();

    @Test
    void a_parameter_that_holds_it_goes_and_the_others_stay_letter_by_letter() {
        assertThat(ShownKeys.inTarget("/x?a=%2F&key=" + key + "&&b"))
                .isEqualTo(new ShownKeys.Rest(Optional.of(key), Optional.of("/x?a=%2F&&b")));
        assertThat(ShownKeys.inTarget("/x?key=" + key))
                .isEqualTo(new ShownKeys.Rest(Optional.of(key), Optional.of("/x")));
        assertThat(ShownKeys.inTarget("/x?key=" + key.replace("_", "%5F")).key())
                .contains(key);
        assertThat(ShownKeys.inTarget("/x?a=%&b=c"))
                .isEqualTo(new ShownKeys.Rest(Optional.empty(), Optional.of("/x?a=%&b=c")));
    }

    @Test
    void in_a_path_or_a_body_it_is_refused_and_not_shown() {
        assertThatThrownBy(() -> ShownKeys.inTarget("/bot" + "/" + key + "/send"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageNotContaining(key);
        assertThatThrownBy(() -> ShownKeys.refuseIn(Body.of("{\"key\":\"" + key + "\"}"), Optional.of(key)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageNotContaining(key);
        ShownKeys.refuseIn(
                Body.of("another's: " + ProjectKey.make(new SecureRandom()).text()), Optional.of(key));
    }

    @Test
    void cookies_beside_it_pass() {
        assertThat(ShownKeys.inCookies(List.of("a=1; s=" + key, "b=2")))
                .isEqualTo(new ShownKeys.Rest(Optional.of(key), Optional.of("a=1; b=2")));
        assertThat(ShownKeys.inCookies(List.of("s=" + key)).passed()).isEmpty();
    }
}
