package dev.heir.integration.scrape.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EUR 1.234,56 | 1234.56",
                "$1,234.56 | 1234.56",
                "1 234,50 € | 1234.50",
                "1'234.50 CHF | 1234.50",
                "49,90 | 49.90",
                "0.999 | 0.999",
                "1,234 | 1234",
                "1.234.567 | 1234567",
                "12 | 12",
                "-3,5 % | -3.5",
                "sold out | ",
                "3 for 2 | "
            })
    void an_amount_is_read_however_it_is_written(String text, String amount) {
        assertThat(Amount.in(text).map(Object::toString).orElse(null)).isEqualTo(amount);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void noise_is_taken_out_of_sixty_thousand_characters_without_running_away() {
        for (String text : List.of("1 2 3,4 ", "a1b2c3d4e5f6a7b8", "12:30 ", "3 minutes ", "1 jan ", "x ", "1,1.")) {
            assertThat(new Noise(List.of()).without(text.repeat(60_000 / text.length())))
                    .isNotNull();
            assertThat(Amount.in(text.repeat(60_000 / text.length()))).isNotPresent();
        }
    }
}
