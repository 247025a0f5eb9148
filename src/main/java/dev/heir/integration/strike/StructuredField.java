package dev.heir.integration.strike;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads lists and dictionaries of items as RFC 9651 defines them; a field with one mistake is ignored as a whole
 * (section 4.2). Inner lists are no part of the fields we read and count as a mistake.
 */
final class StructuredField {

    /**
     * @param key in a dictionary; empty in a list
     * @param value of a string without its quotes; of anything else as written
     * @param parameters by name; one without a value is {@code ?1}
     */
    record Item(String key, String value, Map<String, String> parameters) {

        /** Integers and decimals that are not negative, without their fraction. */
        Optional<Long> number(String parameter) {
            return Optional.ofNullable(parameters.get(parameter)).flatMap(Item::whole);
        }

        static Optional<Long> whole(String text) {
            return WHOLE.matcher(text).matches() ? Optional.of(new BigDecimal(text).longValue()) : Optional.empty();
        }
    }

    private static final Pattern WHOLE = Pattern.compile("\\d{1,15}(\\.\\d{1,3})?");
    private static final Pattern SPACE = Pattern.compile("[ \\t]*");
    private static final Pattern KEY = Pattern.compile("[a-z*][a-z0-9_.*-]*");
    private static final Pattern STRING = Pattern.compile("\"((?:[ !#-\\[\\]-~]|\\\\[\"\\\\])*+)\"");
    /** Number or date, token, byte sequence, boolean, display string. */
    private static final Pattern OTHER = Pattern.compile("@?-?\\d{1,15}(?:\\.\\d{1,3})?"
            + "|[A-Za-z*][!#$%&'*+.^_`|~0-9A-Za-z:/-]*+|:[A-Za-z0-9+/=]*+:|\\?[01]|%\"[ !#-~]*+\"");

    private final String text;
    private int at;

    private StructuredField(String text) {
        this.text = text;
    }

    static List<Item> list(String text) {
        return new StructuredField(text).members(false);
    }

    static List<Item> dictionary(String text) {
        return new StructuredField(text).members(true);
    }

    private List<Item> members(boolean keyed) {
        List<Item> members = new ArrayList<>();
        next(SPACE);
        while (at < text.length()) {
            Optional<Item> member = item(keyed);
            if (member.isEmpty()) {
                return List.of();
            }
            members.add(member.get());
            next(SPACE);
            if (at == text.length()) {
                return members;
            }
            if (!skip(',')) {
                return List.of();
            }
            next(SPACE);
            if (at == text.length()) {
                return List.of();
            }
        }
        return members;
    }

    private Optional<Item> item(boolean keyed) {
        Optional<String> key = keyed ? next(KEY) : Optional.of("");
        Optional<String> value = keyed && !skip('=') ? Optional.of("?1") : bareItem();
        Optional<Map<String, String>> parameters = parameters();
        return key.isPresent() && value.isPresent() && parameters.isPresent()
                ? Optional.of(new Item(key.get(), value.get(), parameters.get()))
                : Optional.empty();
    }

    private Optional<Map<String, String>> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        while (skip(';')) {
            next(SPACE);
            Optional<String> key = next(KEY);
            Optional<String> value = skip('=') ? bareItem() : Optional.of("?1");
            if (key.isEmpty() || value.isEmpty()) {
                return Optional.empty();
            }
            parameters.put(key.get(), value.get());
        }
        return Optional.of(parameters);
    }

    private Optional<String> bareItem() {
        return next(STRING)
                .map(quoted -> quoted.substring(1, quoted.length() - 1).replaceAll("\\\\(.)", "$1"))
                .or(() -> next(OTHER));
    }

    private Optional<String> next(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        at = matcher.end();
        return Optional.of(matcher.group());
    }

    private boolean skip(char expected) {
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }
}
