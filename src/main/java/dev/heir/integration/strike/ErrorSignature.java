package dev.heir.integration.strike;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What makes two failures the same failure: who failed at what, how, and with which words once everything that changes
 * from one time to the next is taken out.
 *
 * @param operation the named operation, or method and path without the ids in it
 * @param message bounded, on one line, with placeholders in angle brackets
 */
public record ErrorSignature(String provider, String operation, Symptom symptom, String message) {

    /** Long enough for the sentence that tells the cause; more is a dump. */
    static final int LONGEST = 200;

    /** Longer messages are cut before they are read; bounds the work. */
    private static final int LOOKED_AT = 2_000;

    /** Applied in this order: what contains another must come first. None matches what it puts in. */
    private static final List<Rule> RULES = List.of(
            rule("[\\p{Cntrl}\\p{Z}\\p{Cs}]+", " "),
            // The query of a URL or of a path, with its fragment.
            rule("(?<=[\\p{L}\\p{N}/])\\?[^\\s\"'<>=?]+=[^\\s\"'<>]*", "?<query>"),
            rule(
                    "\\b\\d{4}-\\d\\d-\\d\\d(?:[Tt ]\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d+)?)?(?:[Zz]| ?[+-]\\d\\d:?\\d\\d)?)?",
                    "<time>"),
            rule(
                    "\\b\\p{L}{3,9},? \\d{1,2}[ -]\\p{L}{3}[ -]\\d{2,4} \\d\\d:\\d\\d:\\d\\d(?: (?:GMT|UTC|[+-]\\d{4}))?",
                    "<time>"),
            rule("\\b\\d{1,2}:\\d\\d(?::\\d\\d)?(?:[.,]\\d+)?\\b", "<time>"),
            rule("\\b\\p{XDigit}{8}-(?:\\p{XDigit}{4}-){3}\\p{XDigit}{12}\\b", "<id>"),
            // Quoted values; an apostrophe inside a word is no quote. A placeholder alone stays as it is.
            rule("\"[^\"<>]*(?:<[a-z]+>[^\"<>]*)*\"", "<value>"),
            rule("`[^`<>]*(?:<[a-z]+>[^`<>]*)*`", "<value>"),
            rule("(?<![\\p{L}\\p{N}])'[^'<>]*(?:<[a-z]+>[^'<>]*)*'(?![\\p{L}\\p{N}])", "<value>"),
            // req_8fK2..., 0x7f..., ch_1Nx...: eight or more of letters and digits mixed.
            rule("(?<![\\p{L}\\p{Nd}_])(?=[\\p{L}_]*\\p{Nd})(?=[\\p{Nd}_]*\\p{L})[\\p{L}\\p{Nd}_]{8,}", "<id>"),
            rule("\\p{Nd}+(?:[.,:]\\p{Nd}+)*", "<n>"));

    private record Rule(Pattern pattern, String replacement) {}

    public static ErrorSignature of(String provider, String operation, Symptom symptom, String message) {
        return new ErrorSignature(
                provider, operation.contains("/") ? normalise(operation) : operation, symptom, normalise(message));
    }

    /** One line that is equal for equal signatures only. */
    public String key() {
        return provider.replace("|", "%7C") + "|" + operation.replace("|", "%7C") + "|" + symptom + "|" + message;
    }

    /**
     * The same text for two messages that differ only in what varies; a text that was normalised stays as it is. The
     * rules run until nothing changes, since cutting may complete a pattern. That ends: after the first run no digit is
     * left, and every later change uses up a quote or the start of a query.
     */
    static String normalise(String message) {
        String text = cut(message, LOOKED_AT);
        String before;
        do {
            before = text;
            for (Rule rule : RULES) {
                text = rule.pattern.matcher(text).replaceAll(rule.replacement);
            }
            text = cut(text.strip(), LONGEST).strip();
        } while (!text.equals(before));
        return text;
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest);
    }

    private static Rule rule(String pattern, String replacement) {
        return new Rule(Pattern.compile(pattern), replacement);
    }
}
