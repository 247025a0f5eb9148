package dev.heir.integration.scrape.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypedTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,234.56|en|1234.56",
                "1.234,56|de|1234.56",
                "1.234|de|1234",
                "1.234|en|1.234",
                "1,234|en|1234",
                "1'234.50|de-CH|1234.50",
                "1 234,5|fr|1234.5",
                "12,5|en|12.5",
                "1.234.567|en|1234567",
                "-3|en|-3",
                "−3,5|sv|-3.5",
                "rated 4.5 stars|en|4.5",
                "0.125|de|0.125",
                "1.234,5|es-MX|1234.5",
                "4.5 of 5|en|",
                "none|en|",
                "A4|en|"
            })
    void numbers_are_read_as_their_language_writes_them(String text, String language, String number) {
        assertThat(Typed.read(text, Type.NUMBER, language, "").map(Typed::text)).isEqualTo(Optional.ofNullable(number));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12,50 €|de|12.50|EUR",
                "€12.50|en|12.50|EUR",
                "EUR 1.299,00|de|1299.00|EUR",
                "$1,299|en-US|1299|USD",
                "$5|en-CA|5|CAD",
                "US$ 5.00|fr|5.00|USD",
                "¥1,200|ja|1200|JPY",
                "1 299 kr|sv|1299|SEK",
                "CHF 1'299.-|de-CH|1299|CHF",
                "Price: 19.99 GBP incl. VAT|en|19.99|GBP",
                "19,99 zł|pl|19.99|PLN",
                "-$5.00|en-US|-5.00|USD",
                "10 EUR - 20 EUR|en||",
                "call us|en||"
            })
    void amounts_are_read_with_their_currency(String text, String language, String amount, String currency) {
        Optional<Typed> money = Typed.read(text, Type.MONEY, language, "");
        assertThat(money.map(Typed::text)).isEqualTo(Optional.ofNullable(amount));
        assertThat(money.flatMap(Typed::unit)).isEqualTo(Optional.ofNullable(currency));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-03-04|en|2026-03-04",
                "2026-03-04T10:00:00Z|en|2026-03-04T10:00Z",
                "2026-03-04 10:00 +0100|en|2026-03-04T10:00+01:00",
                "Wed, 04 Mar 2026 10:00:00 GMT|en|2026-03-04T10:00Z",
                "March 4, 2026|en|2026-03-04",
                "4th of March 2026|en|2026-03-04",
                "4. März 2026|de|2026-03-04",
                "4 de marzo de 2026|es|2026-03-04",
                "1er février 2026|fr|2026-02-01",
                "4 marca 2026|pl|2026-03-04",
                "04.03.2026|de|2026-03-04",
                "3/4/2026|en-US|2026-03-04",
                "3/4/2026|en-GB|2026-04-03",
                "25/12/26|en|2026-12-25",
                "2026年3月4日|zh|2026-03-04",
                "30.02.2026|de|",
                "soon|en|"
            })
    void days_are_read_in_the_languages_of_shops(String text, String language, String day) {
        assertThat(Typed.read(text, Type.DATE, language, "").map(Typed::text)).isEqualTo(Optional.ofNullable(day));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1.234.56|1234.56", "1,234.567,890|1234567.890", "10.000.1|10000.1"})
    void what_is_nobodys_way_to_write_a_number_is_read_and_not_believed(String text, String number) {
        Typed read = Typed.read(text, Type.NUMBER, "en", "").orElseThrow();
        assertThat(read.text()).isEqualTo(number);
        assertThat(read.certain()).isFalse();
        assertThat(Typed.read(text + " EUR", Type.MONEY, "de", "").map(Typed::text))
                .contains(number);
    }

    @Test
    void what_can_be_read_in_two_ways_is_not_certain() {
        assertThat(Typed.read("1.234", Type.NUMBER, "", "").orElseThrow().certain())
                .isFalse();
        assertThat(Typed.read("3/4/2026", Type.DATE, "", "").orElseThrow().certain())
                .isFalse();
        assertThat(Typed.read("$5", Type.MONEY, "en", "").orElseThrow().certain())
                .isFalse();
        assertThat(Typed.read("12.50", Type.MONEY, "en", "").orElseThrow().certain())
                .isFalse();
        assertThat(Typed.read("1.234", Type.NUMBER, "de", "").orElseThrow().certain())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"In stock,true", "https://schema.org/OutOfStock,false", "Ausverkauft,false", "yes,true", "maybe,"})
    void truth_is_read_from_the_words_of_shops(String text, String truth) {
        assertThat(Typed.read(text, Type.BOOLEAN, "", "").map(Typed::text)).isEqualTo(Optional.ofNullable(truth));
    }

    @Test
    void addresses_are_absolute_and_lead_to_pages() {
        assertThat(Typed.read("../b c", Type.URL, "", "https://shop.example/a/x")
                        .map(Typed::text))
                .hasValue("https://shop.example/b%20c");
        assertThat(Typed.read("mailto:a@b.example", Type.URL, "", Pages.AT)).isEmpty();
    }
}
