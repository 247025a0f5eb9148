package dev.heir.integration.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.heir.integration.access.Actor;
import dev.heir.integration.access.Role;
import dev.heir.integration.health.Resolution;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.strike.Remedy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaseDocumentTest {

    private static final Actor MACHINE = new Actor("this machine's user", Role.ADMIN, Actor.How.THIS_MACHINE);

    @Test
    void a_resolution_is_read_with_its_remedy_and_all_its_lines() {
        assertThat(CaseDocument.resolution(
                        Map.of("by", "ada", "resolution", "asked them\nthey restarted", "remedy", "QUEUE"), MACHINE))
                .isEqualTo(new Resolution("ada", "asked them\nthey restarted", Optional.of(Remedy.QUEUE)));
    }

    @Test
    void a_misspelt_key_is_a_flaw_and_not_lost() {
        assertThat(flaws(() ->
                        CaseDocument.resolution(Map.of("by", "ada", "resolution", "x", "remedie", "QUEUE"), MACHINE)))
                .singleElement()
                .satisfies(flaw -> {
                    assertThat(flaw.path()).isEqualTo("remedie");
                    assertThat(flaw.reason()).contains("did you mean 'remedy'");
                });
        assertThat(flaws(() -> CaseDocument.taker(Map.of("by", "ada", "note", "later"), MACHINE)))
                .extracting(Flaw::path)
                .containsExactly("note");
    }

    @Test
    void all_that_is_wrong_is_told_at_once() {
        assertThat(flaws(() ->
                        CaseDocument.resolution(Map.of("by", " ", "resolution", "", "remedy", "PRAYER"), MACHINE)))
                .extracting(Flaw::path)
                .containsExactlyInAnyOrder("by", "resolution", "remedy");
        assertThat(flaws(() -> CaseDocument.taker(Map.of(), MACHINE)))
                .extracting(Flaw::path)
                .contains("by");
    }

    @Test
    void whoever_is_known_by_name_adds_one_and_cannot_take_another() {
        Actor ada = new Actor("ada@example.com", Role.OPERATOR, Actor.How.SIGN_IN);
        assertThat(CaseDocument.taker(Map.of(), ada)).isEqualTo("ada@example.com");
        assertThat(CaseDocument.taker(Map.of("by", "ada@example.com"), ada)).isEqualTo("ada@example.com");
        assertThat(CaseDocument.taker(Map.of("by", "grace"), ada)).isEqualTo("ada@example.com, for grace");
        Actor tool = new Actor("the night shift's tool", Role.OPERATOR, Actor.How.STAFF_KEY);
        assertThat(CaseDocument.resolution(Map.of("by", "grace", "resolution", "waited"), tool)
                        .by())
                .isEqualTo("the night shift's tool, for grace");
    }

    private static List<Flaw> flaws(Runnable reading) {
        return assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(reading::run)
                .actual()
                .flaws();
    }
}
