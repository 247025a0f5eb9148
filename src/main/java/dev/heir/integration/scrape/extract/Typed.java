package dev.heir.integration.scrape.extract;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A text read as what a field wants.
 *
 * @param text in the normal form of the type
 * @param unit the currency of money
 * @param certain whether the text can be read in one way only
 */
record Typed(String text, Optional<String> unit, boolean certain) {

    private static final int LONGEST = 10_000;
    private static final Set<String> YES = Set.of(
            "true",
            "yes",
            "y",
            "1",
            "on",
            "ja",
            "oui",
            "sí",
            "si",
            "sì",
            "sim",
            "instock",
            "in stock",
            "available",
            "onlineonly",
            "limitedavailability",
            "lieferbar",
            "auf lager",
            "vorrätig",
            "en stock",
            "disponible",
            "disponibile",
            "op voorraad",
            "✓",
            "✔");
    private static final Set<String> NO = Set.of(
            "false",
            "no",
            "n",
            "0",
            "off",
            "nein",
            "non",
            "não",
            "outofstock",
            "out of stock",
            "soldout",
            "sold out",
            "unavailable",
            "discontinued",
            "not available",
            "ausverkauft",
            "nicht lieferbar",
            "nicht auf lager",
            "épuisé",
            "agotado",
            "esaurito",
            "uitverkocht",
            "✗",
            "✘");

    static Typed sure(String text) {
        return new Typed(text, Optional.empty(), true);
    }

    static Typed unsure(String text) {
        return new Typed(text, Optional.empty(), false);
    }

    /**
     * @param language of the page, such as {@code de-CH}; empty when it does not say
     * @param base what an address without host is resolved against
     * @return empty when the text is nothing of the kind
     */
    static Optional<Typed> read(String given, Type type, String language, String base) {
        String text = given.length() > LONGEST ? given.substring(0, LONGEST) : given;
        String clean = text.replaceAll("[\\u00a0\\u202f\\u2009]", " ").strip();
        if (clean.isEmpty()) {
            return Optional.empty();
        }
        return switch (type) {
            case TEXT, LIST -> Optional.of(sure(given.strip()));
            case NUMBER -> Numbers.read(clean, language);
            case MONEY -> Money.read(clean, language);
            case DATE -> Dates.read(clean, language);
            case URL -> Addresses.page(clean, base).map(page -> sure(page.toString()));
            case BOOLEAN -> truth(clean);
        };
    }

    private static Optional<Typed> truth(String text) {
        String word = Things.shortName(text).toLowerCase(Locale.ROOT).replaceAll("[.!]$", "");
        if (YES.contains(word)) {
            return Optional.of(sure("true"));
        }
        return NO.contains(word) ? Optional.of(sure("false")) : Optional.empty();
    }
}
