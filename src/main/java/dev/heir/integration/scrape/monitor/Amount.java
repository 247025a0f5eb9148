package dev.heir.integration.scrape.monitor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The number in a text such as {@code EUR 1.234,56}. */
final class Amount {

    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d[\\d.,' ]*");
    private static final int MOST_DIGITS = 30;

    private Amount() {}

    /** Empty when there is none, or several: nobody knows which one is meant then. */
    static Optional<BigDecimal> in(String text) {
        Matcher number = NUMBER.matcher(Noise.plain(text));
        if (!number.find()) {
            return Optional.empty();
        }
        String found = number.group().replaceAll("[' ]", "").replaceAll("[.,]+$", "");
        return number.find() || found.length() > MOST_DIGITS ? Optional.empty() : read(found);
    }

    /** By how much it differs, in percent of the first; empty when that is zero. */
    static Optional<BigDecimal> percent(BigDecimal before, BigDecimal after) {
        if (before.signum() == 0) {
            return Optional.empty();
        }
        BigDecimal share = after.subtract(before).movePointRight(2).divide(before.abs(), MathContext.DECIMAL64);
        return Optional.of(share.setScale(2, RoundingMode.HALF_UP));
    }

    /** The last mark is the decimal one, unless it stands several times or before exactly three digits and alone. */
    private static Optional<BigDecimal> read(String number) {
        int dot = number.lastIndexOf('.');
        int comma = number.lastIndexOf(',');
        char mark = dot > comma ? '.' : ',';
        int at = Math.max(dot, comma);
        boolean both = dot >= 0 && comma >= 0;
        boolean groups = at >= 0 && !both && (number.indexOf(mark) != at || isThousand(number, at));
        String plain = at < 0 || groups
                ? number.replaceAll("[.,]", "")
                : number.substring(0, at).replaceAll("[.,]", "") + "." + number.substring(at + 1);
        return plain.matches("[-+]?\\d+(\\.\\d+)?") ? Optional.of(new BigDecimal(plain)) : Optional.empty();
    }

    /** {@code 1,234} is a thousand; {@code 0.999} and {@code 1234.567} are not. */
    private static boolean isThousand(String number, int at) {
        String whole = number.substring(0, at).replaceAll("[-+]", "");
        return number.length() - at - 1 == 3 && !whole.startsWith("0") && whole.length() <= 3;
    }
}
