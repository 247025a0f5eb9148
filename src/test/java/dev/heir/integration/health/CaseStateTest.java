package dev.heir.integration.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heir.integration.health.CaseState.Acknowledged;
import dev.heir.integration.health.CaseState.Moved;
import dev.heir.integration.health.CaseState.Open;
import dev.heir.integration.health.CaseState.Resolved;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.strike.Remedy;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaseStateTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Resolution KEY_CHANGED =
            new Resolution("ada", "entered the new key", Optional.of(Remedy.CREDENTIAL_REFRESH));

    private final Open open = new Open();
    private final Acknowledged taken = new Acknowledged("ada", NOON);
    private final Resolved done = KEY_CHANGED.after(Optional.of(taken), NOON.plusSeconds(60));

    @Test
    void an_open_case_is_acknowledged() {
        assertThat(open.acknowledge("ada", NOON)).isEqualTo(new Moved.Done(taken, true));
    }

    @Test
    void acknowledging_twice_by_the_same_person_changes_nothing() {
        assertThat(taken.acknowledge("ada", NOON.plusSeconds(1))).isEqualTo(new Moved.Done(taken, false));
    }

    @Test
    void a_case_that_someone_else_took_is_a_conflict() {
        assertThat(taken.acknowledge("grace", NOON))
                .isEqualTo(new Moved.Conflict("already acknowledged by ada at " + NOON));
    }

    @Test
    void a_resolved_case_cannot_be_acknowledged() {
        assertThat(done.acknowledge("ada", NOON)).isInstanceOf(Moved.Conflict.class);
    }

    @Test
    void an_acknowledged_case_is_resolved_and_remembers_who_took_it() {
        assertThat(taken.resolve(KEY_CHANGED, NOON.plusSeconds(60))).isEqualTo(new Moved.Done(done, true));
    }

    @Test
    void an_open_case_may_be_resolved_at_once() {
        assertThat(open.resolve(KEY_CHANGED, NOON))
                .isEqualTo(new Moved.Done(KEY_CHANGED.after(Optional.empty(), NOON), true));
    }

    @Test
    void the_same_resolution_again_changes_nothing() {
        assertThat(done.resolve(KEY_CHANGED, NOON.plusSeconds(99))).isEqualTo(new Moved.Done(done, false));
    }

    @Test
    void another_resolution_of_a_resolved_case_is_a_conflict() {
        assertThat(done.resolve(new Resolution("ada", "something else", Optional.empty()), NOON))
                .isInstanceOf(Moved.Conflict.class);
    }

    @Test
    void a_resolution_says_who_and_what() {
        assertThatThrownBy(() -> new Resolution(" ", "", Optional.empty()))
                .isInstanceOfSatisfying(InvalidInput.class, refused -> assertThat(refused.flaws())
                        .hasSize(2));
    }
}
