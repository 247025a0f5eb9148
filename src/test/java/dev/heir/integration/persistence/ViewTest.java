package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.heir.integration.provider.CatalogueUnavailable;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ViewTest {

    private Instant now = Instant.EPOCH;
    private long revision;
    private int asked;
    private int loaded;
    private boolean down;

    private final View<String> view = new View<>(
            ((InstantSource) () -> now).withZone(ZoneOffset.UTC),
            () -> {
                asked++;
                if (down) {
                    throw new SQLException("down");
                }
                return revision;
            },
            () -> "content " + ++loaded);

    @Test
    void the_database_is_not_asked_within_half_a_second() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(view.get()).isEqualTo("content 1");
        }
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void content_is_loaded_again_only_when_the_revision_moved() {
        view.get();
        now = now.plusMillis(600);
        assertThat(view.get()).isEqualTo("content 1");
        revision++;
        now = now.plusMillis(600);
        assertThat(view.get()).isEqualTo("content 2");
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void ones_own_change_is_seen_at_once() {
        view.get();
        revision++;
        view.forget();

        assertThat(view.get()).isEqualTo("content 2");
    }

    @Test
    void nothing_older_than_a_second_is_told_when_the_database_is_down() {
        view.get();
        down = true;
        now = now.plusMillis(1_000);

        assertThatExceptionOfType(CatalogueUnavailable.class).isThrownBy(view::get);
        down = false;
        assertThat(view.get()).isEqualTo("content 1");
    }

    @Test
    void what_is_younger_than_a_second_is_told_when_the_database_is_down() {
        view.get();
        down = true;
        now = now.plusMillis(700);

        assertThat(view.get()).isEqualTo("content 1");
        now = now.plusMillis(299);
        assertThat(view.get()).isEqualTo("content 1");
        now = now.plusMillis(1);
        assertThatExceptionOfType(CatalogueUnavailable.class).isThrownBy(view::get);
    }

    @Test
    void a_clock_that_was_set_back_does_not_keep_it_fresh() {
        view.get();
        revision++;
        now = now.minusSeconds(3_600);

        assertThat(view.get()).isEqualTo("content 2");
    }
}
