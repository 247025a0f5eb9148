package dev.heir.integration.provider;

import java.math.BigDecimal;
import java.util.Currency;

/** An exact amount in one currency. */
public record Money(BigDecimal amount, Currency currency) {

    public Money {
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("amount must not be negative, was " + amount);
        }
    }

    /** Reads what people write in documents: {@code 0.0004 USD}. */
    public static Money parse(String text) {
        String[] parts = text.strip().split("\\s+");
        if (parts.length != 2) {
            throw new IllegalArgumentException(
                    "money is an amount and a currency such as '0.0004 USD', was '" + text + "'");
        }
        return new Money(new BigDecimal(parts[0]), Currency.getInstance(parts[1]));
    }

    public Money times(long count) {
        return new Money(amount.multiply(BigDecimal.valueOf(count)), currency);
    }

    /** The same amount without zeros at its end, as it is told: {@code 0.44 EUR}, whatever it was summed up from. */
    public Money stripped() {
        BigDecimal plain = amount.stripTrailingZeros();
        return new Money(plain.scale() < 0 ? plain.setScale(0) : plain, currency);
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency.getCurrencyCode();
    }
}
