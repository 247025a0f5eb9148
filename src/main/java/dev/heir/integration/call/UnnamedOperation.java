package dev.heir.integration.call;

import dev.heir.integration.provider.Operation;
import dev.heir.integration.provider.Provider;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A request that is none of its provider's operations: it gets nothing that only a document could promise. */
final class UnnamedOperation {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    /** A word of a path ({@code chat.postMessage}, {@code oauth2}) or a version; all else may be an id, or a secret. */
    private static final Pattern WORD =
            Pattern.compile("v\\d{1,3}(\\.\\d{1,3})?|[A-Za-z]{1,20}([._-][A-Za-z]{1,20}){0,4}\\d?|");

    private UnnamedOperation() {}

    static Operation of(String method, String pathAndQuery, Provider provider) {
        String path = pathAndQuery.split("\\?", 2)[0];
        return new Operation(
                        method + " " + name(path),
                        method,
                        path,
                        SAFE.contains(method),
                        Optional.empty(),
                        provider.unnamedCosts(),
                        List.of(),
                        provider.timeout(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())
                .withProtocol(provider.protocol());
    }

    /** The path as the ledger may tell it to everybody: one name for all orders, and no token that stands in a path. */
    private static String name(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(segment -> WORD.matcher(segment).matches() ? segment : "{}")
                .collect(Collectors.joining("/"));
    }
}
