package dev.heir.integration.call;

import dev.heir.integration.provider.Operation;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which of a provider's operations a request is that only has a method and a path. */
final class OperationMatch {

    private static final Pattern PLACES = Pattern.compile("\\{[^}]*}");

    private OperationMatch() {}

    /** The one whose template fits best: with the most characters of its own, since {@code /me} is not {@code /{id}}. */
    static Optional<Operation> find(Collection<Operation> operations, String method, String pathAndQuery) {
        return operations.stream()
                .filter(operation -> operation.method().equals(method))
                .filter(operation -> fits(operation.path(), pathAndQuery))
                .max(Comparator.<Operation>comparingInt(operation ->
                                PLACES.matcher(operation.path()).replaceAll("").length())
                        .thenComparing(Operation::name));
    }

    /** What the template says must be there, and the query may say more. */
    private static boolean fits(String template, String pathAndQuery) {
        String[] wanted = template.split("\\?", 2);
        String[] given = pathAndQuery.split("\\?", 2);
        return segments(wanted[0]).matcher(given[0]).matches()
                && (wanted.length < 2
                        || (given.length == 2 && parameters(wanted[1]).allMatch(one -> has(given[1], one))));
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
        List<String> own = List.of(PLACES.split(template, -1));
        return Pattern.compile(own.stream()
                .map(Pattern::quote)
                .reduce((one, next) -> one + "[^/&]+" + next)
                .orElse(""));
    }
}
