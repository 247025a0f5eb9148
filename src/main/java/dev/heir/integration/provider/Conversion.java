package dev.heir.integration.provider;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/** How a value that means the same is written by somebody else. Nothing is rounded: what does not fit is not converted. */
public enum Conversion {
    /** Text such as "52.5" as a number. */
    NUMBER {
        @Override
        Optional<Object> apply(Object value, int digits) {
            return number(value).map(Conversion::plain);
        }
    },
    /** A number or a boolean as text. */
    TEXT {
        @Override
        Optional<Object> apply(Object value, int digits) {
            return Template.text(value).map(Object.class::cast);
        }
    },
    /** "true" and "false", 1 and 0. */
    BOOLEAN {
        @Override
        Optional<Object> apply(Object value, int digits) {
            return Template.text(value).flatMap(text -> switch (text) {
                case "true", "1" -> Optional.of(true);
                case "false", "0" -> Optional.of(false);
                default -> Optional.empty();
            });
        }
    },
    /** 12.34 as 1234. */
    TO_MINOR_UNITS {
        @Override
        Optional<Object> apply(Object value, int digits) {
            return number(value).map(amount -> amount.movePointRight(digits)).flatMap(Conversion::whole);
        }
    },
    /** 1234 as 12.34. */
    FROM_MINOR_UNITS {
        @Override
        Optional<Object> apply(Object value, int digits) {
            return number(value).flatMap(Conversion::integer).map(units -> new BigDecimal(units, digits));
        }
    },
    /** 2026-01-31T12:00:00+01:00 (RFC 3339) as seconds since 1970; a part of a second is left off. */
    TO_EPOCH_SECONDS {
        @Override
        Optional<Object> apply(Object value, int digits) {
            return time(value).map(Instant::getEpochSecond);
        }
    },
    /** Seconds since 1970 as RFC 3339 in UTC. */
    FROM_EPOCH_SECONDS {
        @Override
        Optional<Object> apply(Object value, int digits) {
            return number(value).flatMap(Conversion::integer).flatMap(seconds -> written(seconds, BigInteger.ONE));
        }
    },
    /** RFC 3339 as milliseconds since 1970. */
    TO_EPOCH_MILLIS {
        @Override
        Optional<Object> apply(Object value, int digits) {
            return time(value).map(Instant::toEpochMilli);
        }
    },
    /** Milliseconds since 1970 as RFC 3339 in UTC. */
    FROM_EPOCH_MILLIS {
        @Override
        Optional<Object> apply(Object value, int digits) {
            return number(value)
                    .flatMap(Conversion::integer)
                    .flatMap(millis -> written(millis, BigInteger.valueOf(1_000)));
        }
    },
    /** RFC 3339 as the day in UTC, 2026-01-31. */
    TO_DATE {
        @Override
        Optional<Object> apply(Object value, int digits) {
            return time(value).map(at -> LocalDate.ofInstant(at, ZoneOffset.UTC).toString());
        }
    },
    /** Text in small letters. */
    LOWER_CASE {
        @Override
        Optional<Object> apply(Object value, int digits) {
            return value instanceof String text ? Optional.of(text.toLowerCase(Locale.ROOT)) : Optional.empty();
        }
    },
    /** Text in capital letters. */
    UPPER_CASE {
        @Override
        Optional<Object> apply(Object value, int digits) {
            return value instanceof String text ? Optional.of(text.toUpperCase(Locale.ROOT)) : Optional.empty();
        }
    };

    /** More than any amount or coordinate has; a number of a billion digits is not written out to learn that. */
    private static final int MOST_DIGITS = 60;

    private static final long LATEST = 253_402_300_799L; // the end of the year 9999, as far as RFC 3339 goes

    /** @param digits of the minor unit, where money is meant; empty when the value is not what it should be */
    abstract Optional<Object> apply(Object value, int digits);

    /** As it stands in documents. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Optional<BigDecimal> number(Object value) {
        if (!(value instanceof Number) && !(value instanceof String)) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(String.valueOf(value).strip());
            return Optional.of(number)
                    .filter(each -> Math.abs((long) each.scale()) <= MOST_DIGITS && each.precision() <= MOST_DIGITS);
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }

    private static Object plain(BigDecimal number) {
        return number.scale() == 0 ? number.toBigInteger() : number;
    }

    private static Optional<Object> whole(BigDecimal number) {
        return integer(number).map(Object.class::cast);
    }

    private static Optional<BigInteger> integer(BigDecimal number) {
        try {
            return Optional.of(number.toBigIntegerExact());
        } catch (ArithmeticException fraction) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> time(Object value) {
        try {
            return value instanceof String text
                    ? Optional.of(OffsetDateTime.parse(text).toInstant())
                    : Optional.empty();
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    private static Optional<Object> written(BigInteger units, BigInteger perSecond) {
        BigInteger[] parts = units.divideAndRemainder(perSecond);
        if (parts[0].abs().compareTo(BigInteger.valueOf(LATEST)) > 0) {
            return Optional.empty();
        }
        long nanos = parts[1].longValueExact() * (1_000_000_000 / perSecond.longValueExact());
        return Optional.of(
                Instant.ofEpochSecond(parts[0].longValueExact(), nanos).toString());
    }
}
