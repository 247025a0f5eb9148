package dev.heir.integration.scrape.extract;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts with their currency, as shops write them. */
final class Money {

    /** What several currencies share is read by the page's language; without it the word says too little. */
    private static final Map<String, String> SYMBOLS = Map.ofEntries(
            Map.entry("€", "EUR"),
            Map.entry("£", "GBP"),
            Map.entry("₹", "INR"),
            Map.entry("₽", "RUB"),
            Map.entry("₩", "KRW"),
            Map.entry("₺", "TRY"),
            Map.entry("₴", "UAH"),
            Map.entry("₪", "ILS"),
            Map.entry("₫", "VND"),
            Map.entry("฿", "THB"),
            Map.entry("zł", "PLN"),
            Map.entry("Kč", "CZK"),
            Map.entry("Ft", "HUF"),
            Map.entry("R$", "BRL"),
            Map.entry("US$", "USD"),
            Map.entry("C$", "CAD"),
            Map.entry("CA$", "CAD"),
            Map.entry("A$", "AUD"),
            Map.entry("AU$", "AUD"),
            Map.entry("NZ$", "NZD"),
            Map.entry("HK$", "HKD"),
            Map.entry("S$", "SGD"),
            Map.entry("Fr.", "CHF"),
            Map.entry("SFr.", "CHF"),
            Map.entry("euro", "EUR"),
            Map.entry("euros", "EUR"),
            Map.entry("円", "JPY"),
            Map.entry("元", "CNY"),
            Map.entry("lei", "RON"));

    private static final Set<String> CODES = Set.of(
            "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR", "GBP",
            "HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KES", "KRW", "KWD", "MAD", "MXN", "MYR", "NGN", "NOK",
            "NZD", "PEN", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "THB", "TRY", "TWD",
            "UAH", "USD", "VND", "ZAR");
    private static final Map<String, String> DOLLARS =
            Map.of("CA", "CAD", "AU", "AUD", "NZ", "NZD", "SG", "SGD", "HK", "HKD", "MX", "MXN", "US", "USD");
    private static final Map<String, String> CROWNS =
            Map.of("sv", "SEK", "da", "DKK", "nb", "NOK", "nn", "NOK", "no", "NOK", "is", "ISK");
    private static final String WORD = "[\\p{L}]{0,4}[\\p{Sc}]|\\p{L}{2,5}\\.?|円|元";
    private static final Pattern BEFORE = Pattern.compile("(" + WORD + ")\\s?$");
    private static final Pattern AFTER = Pattern.compile("^(?:,-|,--|\\.-|,–)?\\s?(" + WORD + ")(?![\\p{L}\\d])");

    private Money() {}

    private record Currency(String code, boolean certain) {}

    /** The one amount in the text; an amount without currency has no unit and is not certain. */
    static Optional<Typed> read(String text, String language) {
        Optional<Typed> alone = Optional.empty();
        Optional<Typed> found = Optional.empty();
        Matcher matcher = Numbers.pattern().matcher(text);
        while (matcher.find()) {
            boolean glued = matcher.start() > 0 && Character.isDigit(text.charAt(matcher.start() - 1));
            if (glued || (matcher.end() < text.length() && text.charAt(matcher.end()) == '%')) {
                continue;
            }
            Typed number = Numbers.normal(matcher.group(), language);
            Optional<Currency> currency =
                    currency(text.substring(0, matcher.start()), text.substring(matcher.end()), language);
            if (currency.isPresent()) {
                Typed money = new Typed(
                        signed(number.text(), text, matcher.start()),
                        Optional.of(currency.get().code()),
                        number.certain() && currency.get().certain());
                if (found.isPresent() && !found.get().text().equals(money.text())) {
                    // "from 10 EUR to 20 EUR", or the old price beside the new one: which one is not for us to say.
                    return Optional.empty();
                }
                found = Optional.of(money);
            } else if (alone.isEmpty()) {
                alone = Optional.of(Typed.unsure(number.text()));
            }
        }
        return found.isPresent() ? found : alone.filter(only -> text.matches("[^\\p{L}]*"));
    }

    private static String signed(String amount, String text, int start) {
        String before = text.substring(0, start).stripTrailing();
        boolean negative = before.matches("(?s).*[-−–]\\s?\\p{Sc}$") && !amount.startsWith("-");
        return negative ? "-" + amount : amount;
    }

    private static Optional<Currency> currency(String before, String after, String language) {
        Matcher front = BEFORE.matcher(before);
        Matcher behind = AFTER.matcher(after);
        return (behind.find() ? code(behind.group(1), language) : Optional.<Currency>empty())
                .or(() -> front.find() ? code(front.group(1), language) : Optional.empty());
    }

    private static Optional<Currency> code(String word, String language) {
        String upper = word.toUpperCase(Locale.ROOT);
        if (CODES.contains(upper)) {
            return Optional.of(new Currency(upper, true));
        }
        String known = SYMBOLS.get(word);
        if (known != null) {
            return Optional.of(new Currency(known, true));
        }
        String[] parts = language.split("[-_]");
        String region = parts.length > 1 ? parts[parts.length - 1].toUpperCase(Locale.ROOT) : "";
        String tongue = parts[0].toLowerCase(Locale.ROOT);
        return switch (word) {
            case "$" -> Optional.of(new Currency(DOLLARS.getOrDefault(region, "USD"), DOLLARS.containsKey(region)));
            case "¥", "￥" ->
                Optional.of(
                        new Currency(tongue.equals("zh") ? "CNY" : "JPY", tongue.equals("zh") || tongue.equals("ja")));
            case "kr", "kr." -> Optional.ofNullable(CROWNS.get(tongue)).map(code -> new Currency(code, true));
            default -> Optional.empty();
        };
    }
}
