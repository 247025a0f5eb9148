package dev.heir.integration.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.heir.integration.health.Resolution;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.strike.Remedy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaseDocumentTest {

    @Test
    void a_resolution_is_read_with_its_remedy_and_all_its_lines() {
        assertThat(CaseDocument.resolution(
                        Map.of("by", "ada", "resolution", "asked them\nthey restarted", "remedy", "QUEUE")))
                .isEqualTo(new Resolution("ada", "asked them\nthey restarted", Optional.of(Remedy.QUEUE)));
    }

    @Test
    void a_misspelt_key_is_a_flaw_and_not_lost() {
        assertThat(flaws(() -> CaseDocument.resolution(Map.of("by", "ada", "resolution", "x", "remedie", "QUEUE"))))
                .singleElement()
                .satisfies(flaw -> {
                    assertThat(flaw.path()).isEqualTo("remedie");
                    assertThat(flaw.reason()).contains("did you mean 'remedy'");
                });
        assertThat(flaws(() -> CaseDocument.taker(Map.of("by", "ada", "note", "later"))))
                .extracting(Flaw::path)
                .containsExactly("note");
    }

    @Test
    void all_that_is_wrong_is_told_at_once() {
        assertThat(flaws(() -> CaseDocument.resolution(Map.of("by", " ", "resolution", "", "remedy", "PRAYER"))))
                .extracting(Flaw::path)
                .containsExactlyInAnyOrder("by", "resolution", "remedy");
        assertThat(flaws(() -> CaseDocument.taker(Map.of())))
                .extracting(Flaw::path)
                .contains("by");
    }

    private static List<Flaw> flaws(Runnable reading) {
        return assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(reading::run)
                .actual()
                .flaws();
    }
}
