package dev.heir.integration.provider;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a document that a person wrote, read one by one.
 *
 * <p>Nothing is thrown for a bad field: what is wrong with it is noted and it is read as absent, so that in the end
 * {@link #refuseFlaws} can tell all flaws at once. A key that nobody asked for is a flaw too.
 */
public final class Fields {

    private static final Pattern MONEY = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?\\s+[A-Z]{3}");
    private static final Pattern USER_INFO = Pattern.compile("//[^/@\\s]*@");
    private static final int LONGEST_TEXT = 8_192;
    private static final int LONGEST_LINES = 65_536;
    private static final int LONGEST_SHOWN = 120;

    private final String path;
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<Flaw> flaws; // a field that is read twice is told once
    private final boolean secret;

    private Fields(String path, Map<?, ?> values, Set<Flaw> flaws, boolean secret) {
        this.path = path;
        values.forEach((key, value) -> this.values.put(String.valueOf(key), value));
        this.flaws = flaws;
        this.secret = secret;
    }

    /** The whole document. */
    public static Fields of(Map<String, ?> document) {
        return new Fields("", document, new LinkedHashSet<>(), false);
    }

    /** A document whose values must not be shown, whatever is wrong with them. */
    public static Fields secret(Map<String, ?> document) {
        return new Fields("", document, new LinkedHashSet<>(), true);
    }

    public boolean has(String key) {
        known.add(key);
        return values.containsKey(key);
    }

    public Set<String> keys() {
        return values.keySet();
    }

    /** Text that is not blank. */
    public Optional<String> text(String key) {
        return value(key).flatMap(value -> text(at(key), value));
    }

    /** Text that may not be missing; what is returned for a flaw is only there to read on with. */
    public String requiredText(String key) {
        require(key);
        return text(key).orElse("");
    }

    /** Text of one line or several, as it stands there: a key in PEM, a template. */
    public Optional<String> lines(String key) {
        return value(key).flatMap(value -> {
            if (value instanceof String text
                    && !text.isBlank()
                    && text.length() <= LONGEST_LINES
                    && text.chars().allMatch(each -> !Character.isISOControl(each) || "\n\r\t".indexOf(each) >= 0)) {
                return Optional.of(text);
            }
            flaw(key, "must be text, not blank, at most " + LONGEST_LINES + " characters");
            return Optional.empty();
        });
    }

    /** The same, where it may not be missing. */
    public String requiredLines(String key) {
        require(key);
        return lines(key).orElse("");
    }

    /** The texts of a list by their paths, in order; bad ones are left out. */
    public Map<String, String> texts(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        List<?> items = list(key);
        for (int i = 0; i < items.size(); i++) {
            String where = at(key) + "[" + i + "]";
            text(where, items.get(i)).ifPresent(text -> texts.put(where, text));
        }
        return texts;
    }

    public Optional<Boolean> flag(String key) {
        return value(key).flatMap(value -> {
            if (value instanceof Boolean flag) {
                return Optional.of(flag);
            }
            flaw(key, "must be true or false");
            return Optional.empty();
        });
    }

    /** A whole number between both bounds, which belong to it. */
    public Optional<Long> whole(String key, long least, long most) {
        return value(key).flatMap(value -> {
            Optional<Long> whole = whole(value).filter(number -> number >= least && number <= most);
            if (whole.isEmpty()) {
                flaw(key, "must be a whole number from " + least + " to " + most);
            }
            return whole;
        });
    }

    /** A duration between both bounds, which belong to it. */
    public Optional<Duration> duration(String key, Duration least, Duration most) {
        return value(key).flatMap(value -> {
            Optional<Duration> duration = value instanceof String text ? Durations.parse(text) : Optional.empty();
            duration = duration.filter(time -> time.compareTo(least) >= 0 && time.compareTo(most) <= 0);
            if (duration.isEmpty()) {
                flaw(
                        key,
                        "must be a duration such as 250ms, 60s, 5m, 1h or 1d, from " + Durations.write(least) + " to "
                                + Durations.write(most));
            }
            return duration;
        });
    }

    /** An amount and its currency. */
    public Optional<Money> money(String key) {
        Object written = values.get(key);
        if (String.valueOf(written).matches("\\d+(\\.\\d+)?")) {
            known.add(key);
            flaw(key, "needs a currency, such as '" + written + " USD'");
            return Optional.empty();
        }
        return text(key).flatMap(text -> {
            try {
                if (MONEY.matcher(text).matches()) {
                    return Optional.of(Money.parse(text));
                }
            } catch (IllegalArgumentException unknownCurrency) {
                // told below
            }
            flaw(key, "must be an amount of at most 9 decimals and a currency such as '0.0004 USD'");
            return Optional.empty();
        });
    }

    /** One of the words of an enumeration, in any case, with hyphens or underscores. */
    public <E extends Enum<E>> Optional<E> word(String key, Class<E> words) {
        return text(key).flatMap(text -> {
            String plain = plain(text);
            for (E word : words.getEnumConstants()) {
                if (plain(word.name()).equals(plain)) {
                    return Optional.of(word);
                }
            }
            List<String> spelled = new ArrayList<>();
            for (E word : words.getEnumConstants()) {
                spelled.add(
                        words == Tier.class
                                ? word.name()
                                : word.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            }
            flaw(key, "must be one of " + String.join(", ", spelled) + meant(text, spelled));
            return Optional.empty();
        });
    }

    /** The map under a key. */
    public Optional<Fields> map(String key) {
        return value(key).flatMap(value -> map(at(key), value));
    }

    /** The maps of a list, in order; what is no map is left out. */
    public List<Fields> maps(String key) {
        List<Fields> maps = new ArrayList<>();
        List<?> items = list(key);
        for (int i = 0; i < items.size(); i++) {
            map(at(key) + "[" + i + "]", items.get(i)).ifPresent(maps::add);
        }
        return maps;
    }

    /** Any JSON except null. */
    public Optional<Object> json(String key) {
        return value(key);
    }

    /** What stands there, whatever it is, also null. */
    @Nullable
    Object raw(String key) {
        known.add(key);
        return values.get(key);
    }

    /** A map somewhere below, whose flaws are this document's. */
    Fields below(String where, Map<?, ?> map) {
        return new Fields(where, map, flaws, secret);
    }

    public String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    public void flaw(String key, String reason) {
        flaws.add(new Flaw(at(key), shown(values.get(key)), reason));
    }

    public void flaw(String fullPath, @Nullable Object value, String reason) {
        flaws.add(new Flaw(fullPath, shown(value), reason));
    }

    public void require(String key) {
        if (!has(key)) {
            flaws.add(new Flaw(at(key), "nothing", "is required"));
        }
    }

    /** Every key has been asked for: those that were not are unknown. */
    public void refuseUnknown() {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                flaws.add(new Flaw(at(key), shown(values.get(key)), "is not a known key" + meant(key, known)));
            }
        }
    }

    /** What was wrong so far. */
    List<Flaw> flaws() {
        return List.copyOf(flaws);
    }

    /** @throws InvalidInput when anything was wrong anywhere in the document */
    public void refuseFlaws() {
        if (!flaws.isEmpty()) {
            throw new InvalidInput(List.copyOf(flaws));
        }
    }

    static String meant(String word, Collection<String> known) {
        return Closest.to(word, known)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
    }

    private Optional<Object> value(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        Object value = values.get(key);
        if (value == null) {
            flaw(key, "must not be null: leave it out for the default");
        }
        return Optional.ofNullable(value);
    }

    private List<?> list(String key) {
        Object value = value(key).orElse(List.of());
        if (value instanceof List<?> list) {
            return list;
        }
        flaw(key, "must be a list");
        return List.of();
    }

    private Optional<Fields> map(String where, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return Optional.of(new Fields(where, map, flaws, secret));
        }
        flaw(where, value, "must be a map of keys and values");
        return Optional.empty();
    }

    private Optional<String> text(String where, @Nullable Object value) {
        if (value instanceof String text
                && !text.isBlank()
                && text.length() <= LONGEST_TEXT
                && text.chars().noneMatch(Character::isISOControl)) {
            return Optional.of(text);
        }
        flaw(where, value, "must be text of one line, not blank, at most " + LONGEST_TEXT + " characters");
        return Optional.empty();
    }

    private static Optional<Long> whole(Object value) {
        return switch (value) {
            case Integer number -> Optional.of(number.longValue());
            case Long number -> Optional.of(number);
            case BigInteger number when number.bitLength() < 64 -> Optional.of(number.longValue());
            // The scale is looked at first: 1e999999999 must not be written out to learn that it is too large.
            case BigDecimal number
            when number.scale() <= 0 && number.scale() > -19 && number.precision() < 19 -> whole(number.toBigInteger());
            default -> Optional.empty();
        };
    }

    private String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map -> "a map";
            case List<?> list -> "a list";
            default -> secret ? "[secret]" : shortened(String.valueOf(value));
        };
    }

    private static String shortened(String text) {
        String plain = USER_INFO.matcher(text).replaceAll("//[secret]@");
        return plain.length() <= LONGEST_SHOWN ? plain : plain.substring(0, LONGEST_SHOWN) + "...";
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }
}
