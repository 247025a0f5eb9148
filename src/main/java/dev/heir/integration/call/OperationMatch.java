package dev.heir.integration.call;

import dev.heir.integration.provider.Operation;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which of a provider's operations a request is that only has a method and a path. */
final class OperationMatch {

    private static final Pattern PLACE = Pattern.compile("\\{([^}]*)}");
    private static final Pattern ENCODED = Pattern.compile("%([0-9A-Fa-f]{2})");

    private OperationMatch() {}

    /**
     * The one whose template fits best: with the most characters of its own, since {@code /me} is not {@code /{id}}. What
     * servers take for one path is one here as well, so that no spelling has other limits; and a HEAD is its GET.
     */
    static Optional<Operation> find(Collection<Operation> operations, String method, String pathAndQuery) {
        String[] given = parts(pathAndQuery);
        Optional<Operation> found = best(operations, method, given);
        return found.isEmpty() && method.equals("HEAD")
                ? best(operations, "GET", given).map(get -> get.withMethod("HEAD"))
                : found;
    }

    private static Optional<Operation> best(Collection<Operation> operations, String method, String[] given) {
        return operations.stream()
                .filter(operation -> operation.method().equals(method))
                .filter(operation -> mayFit(operation.path(), given[0]))
                .filter(operation -> fits(parts(operation.path()), given))
                .max(Comparator.<Operation>comparingInt(operation ->
                                PLACE.matcher(operation.path()).replaceAll("").length())
                        .thenComparing(Operation::name));
    }

    /** Tells most templates apart by how they begin, at almost no cost: a large provider has a thousand. */
    private static boolean mayFit(String template, String given) {
        int own = 0;
        while (own < template.length() && "{%?".indexOf(template.charAt(own)) < 0) {
            own++;
        }
        return given.startsWith(
                own > 1 && template.charAt(own - 1) == '/'
                        ? template.substring(0, own - 1)
                        : template.substring(0, own));
    }

    /** What stands in the template's places, and in the query beside them, by name and decoded. */
    static Map<String, String> params(String template, String pathAndQuery) {
        Map<String, String> params = new LinkedHashMap<>();
        String[] wanted = parts(template);
        String[] given = parts(pathAndQuery);
        List<String> names =
                PLACE.matcher(wanted[0]).results().map(place -> place.group(1)).toList();
        Matcher path = segments(wanted[0]).matcher(given[0]);
        for (int i = 0; path.matches() && i < names.size(); i++) {
            params.put(names.get(i), URLDecoder.decode(path.group(i + 1).replace("+", "%2B"), StandardCharsets.UTF_8));
        }
        List<String> own =
                parameters(wanted[1]).filter(one -> !one.contains("{")).toList();
        parameters(given[1]).filter(one -> !own.contains(one)).forEach(one -> {
            String[] pair = one.split("=", 2);
            params.put(
                    URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
                    pair.length == 2 ? URLDecoder.decode(pair[1], StandardCharsets.UTF_8) : "");
        });
        return params;
    }

    /** Path and query; unreserved characters decoded (RFC 3986, section 6.2.2.2), without a slash at the path's end. */
    private static String[] parts(String pathAndQuery) {
        String[] parts = ENCODED.matcher(pathAndQuery)
                .replaceAll(octet -> {
                    char character = (char) Integer.parseInt(octet.group(1), 16);
                    boolean unreserved =
                            character < 128 && (Character.isLetterOrDigit(character) || "-._~".indexOf(character) >= 0);
                    return Matcher.quoteReplacement(unreserved ? String.valueOf(character) : octet.group());
                })
                .split("\\?", 2);
        String path = parts[0].length() > 1 && parts[0].endsWith("/")
                ? parts[0].substring(0, parts[0].length() - 1)
                : parts[0];
        return new String[] {path, parts.length == 2 ? parts[1] : ""};
    }

    /** What the template says must be there, and the query may say more. */
    private static boolean fits(String[] wanted, String[] given) {
        return segments(wanted[0]).matcher(given[0]).matches()
                && parameters(wanted[1]).allMatch(one -> has(given[1], one));
    }

    private static boolean has(String query, String wanted) {
        Pattern one = segments(wanted);
        return parameters(query).anyMatch(given -> one.matcher(given).matches());
    }

    private static Stream<String> parameters(String query) {
        return Stream.of(query.split("&")).filter(one -> !one.isEmpty());
    }

    /** A place stands for one segment's text, which is not empty. */
    private static Pattern segments(String template) {
        List<String> own = List.of(PLACE.split(template, -1));
        return Pattern.compile(own.stream()
                .map(Pattern::quote)
                .reduce((one, next) -> one + "([^/&]+)" + next)
                .orElse(""));
    }
}
