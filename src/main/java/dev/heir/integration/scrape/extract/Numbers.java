package dev.heir.integration.scrape.extract;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as people write them, in the ways of their language. */
final class Numbers {

    /** Languages that write 1.234,5; in the others it is 1,234.5. Switzerland and Latin America are told by region. */
    private static final Set<String> DECIMAL_COMMA = Set.of(
            "af", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi", "fr", "gl", "hr", "hu", "id", "is",
            "it", "lt", "lv", "mk", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr",
            "uk", "vi");

    private static final Set<String> POINT_ANYWAY =
            Set.of("CH", "LI", "MX", "GT", "HN", "NI", "PA", "PE", "PR", "DO", "SV");
    private static final Pattern NUMBER = Pattern.compile(
            "(?:[-−–]\\s?)?\\d{1,3}(?:[.,'’ ]\\d{3}){1,6}(?:[.,]\\d{1,12})?(?!\\d)|(?:[-−–]\\s?)?\\d{1,30}(?:[.,]\\d{1,12})?");
    private static final Pattern GROUPED = Pattern.compile("\\d{1,3}(?:[.,]\\d{3})+");

    private Numbers() {}

    /** The one number in the text; empty when there is none, or several. */
    static Optional<Typed> read(String text, String language) {
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String first = matcher.group();
        boolean glued = matcher.start() > 0 && Character.isLetterOrDigit(text.charAt(matcher.start() - 1));
        boolean several = matcher.find();
        return glued || several ? Optional.empty() : Optional.of(normal(first, language));
    }

    /** @param written digits with separators, of the shape of {@link #NUMBER} */
    static Typed normal(String written, String language) {
        boolean negative = written.startsWith("-") || written.startsWith("−") || written.startsWith("–");
        String digits = written.replaceAll("[-−–'’\\s]", "");
        int comma = digits.lastIndexOf(',');
        int point = digits.lastIndexOf('.');
        boolean certain = true;
        char decimal;
        if (comma >= 0 && point >= 0) {
            decimal = comma > point ? ',' : '.';
        } else if (comma < 0 && point < 0) {
            decimal = '.';
        } else {
            char only = comma >= 0 ? ',' : '.';
            char other = only == ',' ? '.' : ',';
            boolean grouped = GROUPED.matcher(digits).matches() && !digits.startsWith("0");
            boolean severalGroups = digits.indexOf(only) != digits.lastIndexOf(only);
            boolean spaced = written.matches(".*\\d['’ ]\\d.*");
            char usual = usual(language);
            if (!grouped || spaced) {
                decimal = only;
            } else if (severalGroups) {
                decimal = other;
            } else {
                // 1.234 is one and a bit in English and a thousand in German: the language decides, if it is known.
                certain = !language.isEmpty();
                decimal = usual;
            }
        }
        String plain = digits.replace(decimal == ',' ? "." : ",", "").replace(',', '.');
        if (plain.indexOf('.') != plain.lastIndexOf('.')) { // 1.234.56 is nobody's way to write a number
            int last = plain.lastIndexOf('.');
            plain = plain.substring(0, last).replace(".", "") + plain.substring(last);
            certain = false;
        }
        String normal = new BigDecimal((negative ? "-" : "") + plain).toPlainString();
        return certain ? Typed.sure(normal) : Typed.unsure(normal);
    }

    private static char usual(String language) {
        String[] parts = language.split("[-_]");
        String region = parts.length > 1 ? parts[parts.length - 1].toUpperCase(Locale.ROOT) : "";
        boolean comma = DECIMAL_COMMA.contains(parts[0].toLowerCase(Locale.ROOT)) && !POINT_ANYWAY.contains(region);
        return comma ? ',' : '.';
    }

    static Pattern pattern() {
        return NUMBER;
    }
}
