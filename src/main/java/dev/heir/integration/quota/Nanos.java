package dev.heir.integration.quota;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Money in whole numbers, as limits count it: billionths of its currency, since prices have at most nine decimals. */
public final class Nanos {

    /** More than any budget, and so little that sums of it fit: what is dearer is as far beyond every budget. */
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE / 4);

    private Nanos() {}

    /** Rounded up. */
    public static long of(BigDecimal amount) {
        return of(amount, RoundingMode.CEILING);
    }

    public static long of(BigDecimal amount, RoundingMode rounding) {
        return amount.movePointRight(9).setScale(0, rounding).min(MOST).longValueExact();
    }
}
